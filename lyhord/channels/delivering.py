from lyhord.cases.models import Delivery
from lyhord.core import live


def show_delivery(delivery: Delivery) -> None:
    """Tell the screens that show the case how far this delivery has come."""
    body = {
        "case": delivery.entry.case_id,
        "entry": delivery.entry_id,
        "delivery": delivery.pk,
        "state": delivery.state,
    }
    live.publish(topics=[f"case:{delivery.entry.case_id}"], kind="delivery", body=body)
