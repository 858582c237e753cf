from lyhord.cases.models import Case
from lyhord.channels.models import Mailbox


def mailbox_of(case: Case) -> Mailbox | None:
    """The address that the case's queue answers from; any open mailbox rather than none."""
    ours = Mailbox.objects.filter(is_active=True)
    own = ours.filter(queue_id=case.queue_id).order_by("-is_primary", "pk").first()
    return own or ours.order_by("-is_primary", "pk").first()
