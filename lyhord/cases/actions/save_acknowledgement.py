from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lyhord.cases.acknowledging import LANGUAGES, VARIABLES, UnknownVariable, require_known_variables
from lyhord.cases.models import Acknowledgement, Queue
from lyhord.core.actions import Actor, action


@action(permission="cases.edit_queues", records=("language",))
def save_acknowledgement(
    *,
    queue: Queue,
    language: str,
    body: str,
    opening_hours: str = "",
    by: Actor,  # noqa: ARG001 -- for the trail
) -> Acknowledgement:
    """Have a queue answer new cases by itself in one language, or change what it says.

    Raises ``ValidationError`` for an unknown language or variable and for an empty text.
    """
    if language not in LANGUAGES:
        raise ValidationError({"language": _("Choose one of the languages in the list.")})
    if not body.strip():
        raise ValidationError({"body": _("Write what the customer should read, or remove the acknowledgement.")})
    try:
        require_known_variables(body)
    except UnknownVariable as unknown:
        told = _("There is no variable “%(name)s”. Choose one of: %(known)s.")
        raise ValidationError({"body": told % {"name": unknown.name, "known": ", ".join(VARIABLES)}}) from unknown
    facts = {"body": body.strip(), "opening_hours": " ".join(opening_hours.split())}
    return Acknowledgement.objects.update_or_create(queue=queue, language=language, defaults=facts)[0]
