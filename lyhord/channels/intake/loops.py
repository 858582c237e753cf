"""Caps against two machines that answer each other, whatever addresses they use."""

from datetime import timedelta

from lyhord.cases.models import Case, Entry
from lyhord.channels.mail.letter import Letter
from lyhord.channels.models import Envelope

WINDOW = timedelta(hours=1)
MOST_IN_A_CASE = 40
MOST_AUTOMATIC_IN_A_CASE = 10
MOST_AUTOMATIC_OF_A_SENDER = 30


def is_looping(*, letter: Letter, case: Case | None) -> bool:
    """Whether more has come within an hour than people write: to one case, or automatically from one address."""
    since = letter.received_at - WINDOW
    if case is not None:
        recent = Entry.objects.filter(case=case, direction=Entry.Direction.IN, created_at__gt=since)
        if letter.kind.is_automatic and recent.filter(is_auto=True).count() >= MOST_AUTOMATIC_IN_A_CASE:
            return True
        return recent.count() >= MOST_IN_A_CASE
    if not letter.kind.is_automatic:
        return False
    seen = Envelope.objects.filter(sender=letter.sender, received_at__gt=since, state=Envelope.State.PROCESSED)
    return seen.count() >= MOST_AUTOMATIC_OF_A_SENDER
