from dataclasses import dataclass
from functools import cached_property

from lyhord.channels.mail.listening.own_addresses import base_address
from lyhord.channels.models import Mailbox


@dataclass(frozen=True)
class Premises:
    """Our mailboxes by their address, as one reading of them; closed ones too, since mail may still wait for them."""

    mailboxes: dict[str, Mailbox]

    @cached_property
    def hosts(self) -> frozenset[str]:
        return frozenset(address.rpartition("@")[2] for address in self.mailboxes)

    def mailbox(self, address: str) -> Mailbox | None:
        return self.mailboxes.get(base_address(address))


def read_premises() -> Premises:
    mailboxes = Mailbox.objects.select_related("queue")
    return Premises({base_address(mailbox.address): mailbox for mailbox in mailboxes})
