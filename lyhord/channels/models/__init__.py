from lyhord.channels.models.envelope import Envelope
from lyhord.channels.models.mailbox import Mailbox
from lyhord.channels.models.sender_decision import SenderDecision
from lyhord.channels.models.sunk_mail import SunkMail

__all__ = ["Envelope", "Mailbox", "SenderDecision", "SunkMail"]
