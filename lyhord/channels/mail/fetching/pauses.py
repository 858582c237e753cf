import random
from typing import Final

from lyhord.channels.mail.fetching.trouble import NEEDS_A_PERSON, Kind

SHORTEST_S: Final = 0.5
LONGEST_S: Final = 300.0
SHORTEST_FOR_A_PERSON_S: Final = 60.0
LONGEST_FOR_A_PERSON_S: Final = 1800.0


def pause_s(*, kind: Kind, failures: int) -> float:
    """How long to wait after the `failures`-th failure in a row: twice as long each time, and never in step.

    What only a person can mend is tried seldom, so that no server locks the account for wrong passwords.
    """
    is_for_a_person = kind in NEEDS_A_PERSON
    shortest = SHORTEST_FOR_A_PERSON_S if is_for_a_person else SHORTEST_S
    longest = LONGEST_FOR_A_PERSON_S if is_for_a_person else LONGEST_S
    steps = min(max(failures, 1) - 1, 12)
    return float(min(longest, shortest * 2**steps)) * random.uniform(0.5, 1.0)  # noqa: S311 -- spreads load
