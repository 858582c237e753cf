from threading import Event

from lyhord.channels.intake import draining
from lyhord.channels.outbox import dispatching
from lyhord.core.loops import loop


@loop("intake")
def take_in(stop: Event) -> None:
    draining.run(stop)


@loop("relay")
def send_out(stop: Event) -> None:
    dispatching.run(stop)
