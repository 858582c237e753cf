from dataclasses import dataclass

from lyhord.cases.models import Entry
from lyhord.channels.mail.letter import Letter
from lyhord.channels.mail.signing import message_ids
from lyhord.channels.mail.threading import references_of


@dataclass(frozen=True, slots=True)
class Known:
    """What a letter’s Message-IDs lead to: the letter itself when it is here already, and the entries it answers."""

    twin: Entry | None
    is_own: bool
    answered: list[tuple[str, int]]


def look_up(letter: Letter) -> Known:
    """Find what the letter refers to in one query, and whether the letter has come before by another route.

    A Message-ID alone does not make a twin, since some programs use theirs again: author and words must agree too.
    """
    own_id = letter.mail.message_id
    ids = [each for each in (own_id, *references_of(letter)) if each]
    if not ids:
        return Known(None, is_own=False, answered=[])
    entries = list(Entry.objects.filter(message_id__in=ids).defer("html", "facts").order_by("pk"))
    is_own = bool(own_id) and message_ids().read(own_id) is not None
    twin = next((each for each in entries if each.message_id == own_id and _is_twin(each, letter, is_own=is_own)), None)
    answered = [(each.message_id, each.case_id) for each in entries if each.message_id != own_id]
    return Known(twin, is_own=is_own, answered=answered)


def _is_twin(entry: Entry, letter: Letter, *, is_own: bool) -> bool:
    if entry.direction == Entry.Direction.OUT:
        return is_own
    return entry.author_address.lower() == letter.sender and entry.text.strip() == letter.mail.text.strip()
