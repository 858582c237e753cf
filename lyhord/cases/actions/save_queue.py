from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lyhord.cases.models import Queue
from lyhord.core.actions import Actor, action
from lyhord.people.models import Team

_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "ae", "ø": "o", "Å": "a", "Ä": "a", "Ö": "o"})


@action(permission="cases.edit_queues", records=("name", "response_time_min", "is_restricted"))
def save_queue(
    *,
    queue: Queue | None,
    name: str,
    teams: Iterable[Team],
    response_time_min: int,
    signature: str = "",
    is_restricted: bool = False,
    quotes_history: bool = False,
    by: Actor,  # noqa: ARG001 -- for the trail
) -> Queue:
    """Make a queue, or change one; its address in the program stays as it was when it was made.

    Raises ``ValidationError`` when another queue has the name.
    """
    wanted = " ".join(name.split())
    if Queue.objects.filter(name__iexact=wanted).exclude(pk=queue.pk if queue else 0).exists():
        raise ValidationError(_("There is already a queue called “%(name)s”. Choose another name.") % {"name": wanted})
    saved = queue or Queue(slug=_free_slug(wanted), position=Queue.objects.count())
    saved.name = wanted
    saved.response_time_min = response_time_min
    saved.signature = signature.strip()
    saved.is_restricted = is_restricted
    saved.quotes_history = quotes_history
    saved.save()
    saved.teams.set(teams)
    return saved


def _free_slug(name: str) -> str:
    slug = slugify(name.translate(_LETTERS))[:50] or "queue"
    taken = set(Queue.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(each for each in (slug, *(f"{slug}-{serial}" for serial in range(2, 1000))) if each not in taken)
