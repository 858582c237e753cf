from dataclasses import dataclass

from lyhord.cases.models import Entry
from lyhord.channels.mail.letter import Letter
from lyhord.channels.mail.signing import message_ids
from lyhord.channels.mail.threading import references_of


@dataclass(frozen=True, slots=True)
class Known:
    """What a letter’s Message-IDs lead to: the letter itself when it is here already, and the entries it answers.

    ``moved`` are the Message-IDs of those entries that somebody has put in another case by hand.
    """

    twin_id: int | None
    is_own: bool
    answered: list[tuple[str, int]]
    moved: frozenset[str] = frozenset()


def look_up(letter: Letter) -> Known:
    """Find what the letter refers to in one query, and whether the letter has come before by another route.

    A Message-ID alone does not make a twin, since some programs use theirs again: author and words must agree too.
    """
    own_id = letter.mail.message_id
    ids = [each for each in (own_id, *references_of(letter)) if each]
    if not ids:
        return Known(None, is_own=False, answered=[])
    columns = ("pk", "case_id", "message_id", "direction", "author_address", "text", "threading__moved")
    found = list(Entry.objects.filter(message_id__in=ids, withdrawn_at=None).order_by("pk").values_list(*columns))
    is_own = bool(own_id) and message_ids().read(own_id) is not None
    twins = (
        pk
        for pk, _case, message_id, direction, author, text, _moved in found
        if message_id == own_id and _is_twin(letter, direction, author, text, is_own=is_own)
    )
    answered = [(message_id, case) for _pk, case, message_id, *_ in found if message_id != own_id]
    moved = frozenset(row[2] for row in found if row[-1] is not None)
    return Known(next(twins, None), is_own=is_own, answered=answered, moved=moved)


def _is_twin(letter: Letter, direction: str, author: str, text: str, *, is_own: bool) -> bool:
    if direction == Entry.Direction.OUT:
        return is_own
    return author.lower() == letter.sender and text.strip() == letter.mail.text.strip()
