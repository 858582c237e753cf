from lyhord.cases.models import CannedReply
from lyhord.core.actions import Actor, action


@action(permission="cases.edit_canned")
def remove_canned_reply(*, canned: CannedReply, by: Actor) -> None:  # noqa: ARG001 -- for the trail
    """Stop offering a text; answers already written with it stay."""
    CannedReply.objects.filter(pk=canned.pk).delete()
