from lyhord.cases.models import Delivery
from lyhord.cases.timeline import topic_of
from lyhord.core import live


def show_delivery(delivery: Delivery) -> None:
    """Tell the screens that show the case how far this delivery has come."""
    body = {
        "case": str(delivery.entry.case),
        "entry": delivery.entry_id,
        "delivery": delivery.pk,
        "state": delivery.state,
    }
    live.publish(topics=[topic_of(delivery.entry.case)], kind="delivery", body=body)
