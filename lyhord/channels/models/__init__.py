from lyhord.channels.models.envelope import Envelope
from lyhord.channels.models.fetched_mailbox import FetchedMailbox, FetchedMessage
from lyhord.channels.models.mail_alarm import MailAlarm
from lyhord.channels.models.mailbox import Mailbox
from lyhord.channels.models.mailbox_relay import MailboxRelay
from lyhord.channels.models.sender_decision import SenderDecision
from lyhord.channels.models.signing_key import SigningKey
from lyhord.channels.models.sunk_mail import SunkMail

__all__ = [
    "Envelope",
    "FetchedMailbox",
    "FetchedMessage",
    "MailAlarm",
    "Mailbox",
    "MailboxRelay",
    "SenderDecision",
    "SigningKey",
    "SunkMail",
]
