from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lyhord.cases.canned import UnknownVariable, require_known_variables
from lyhord.cases.models import CannedReply, Queue
from lyhord.core.actions import Actor, action


@action(permission="cases.edit_canned", records=("title", "shortcut"))
def save_canned_reply(
    *,
    canned: CannedReply | None,
    title: str,
    shortcut: str,
    body: str,
    queues: Iterable[Queue] = (),
    by: Actor,  # noqa: ARG001 -- for the trail
) -> CannedReply:
    """Make a canned reply, or change one.

    Raises ``ValidationError`` for a shortcut that another one has and for a variable that does not exist.
    """
    if CannedReply.objects.filter(shortcut=shortcut).exclude(pk=canned.pk if canned else 0).exists():
        raise ValidationError({"shortcut": _("Another canned reply has this shortcut. Choose another one.")})
    try:
        require_known_variables(body)
    except UnknownVariable as unknown:
        said = _("There is no variable “%(name)s”. Choose one from the list.") % {"name": unknown.name}
        raise ValidationError({"body": said}) from unknown
    saved = canned or CannedReply()
    saved.title = title.strip()
    saved.shortcut = shortcut
    saved.body = body
    saved.save()
    saved.queues.set(queues)
    return saved
