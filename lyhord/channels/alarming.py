from lyhord.core import live


def tell_alarms() -> None:
    """Let open screens ask again how many alarms there are."""
    live.publish(topics=["everyone"], kind="counts", body={})
    live.publish(topics=["everyone"], kind="mail.alarm", body={})
