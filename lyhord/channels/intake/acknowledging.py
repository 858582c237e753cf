"""Who gets an acknowledgement: people, one an hour, and never a machine that might answer it (RFC 3834 §2)."""

import re
from datetime import datetime, timedelta
from typing import Final

from lyhord.cases.models import Delivery, Entry
from lyhord.channels.mail.letter import NOBODY
from lyhord.channels.mail.listening.own_addresses import base_address
from lyhord.channels.models import Mailbox

WINDOW: Final = timedelta(hours=1)
MOST_OF_A_DOMAIN: Final = 20
MOST_OF_A_MAIL_SERVICE: Final = 500
MACHINES: Final = re.compile(
    r"^(?:mailer-daemon|postmaster|daemon|root|bounces?|listserv|majordomo|newsletter|nyhetsbrev|notifications?|"
    r"notify|alerts?|owner-.*|.*-(?:request|bounces?|owner)|.*no-?reply.*|.*donotreply.*)(?:[-+.=_][^@]*)?@",
    re.IGNORECASE,
)
MAIL_SERVICES: Final = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.se", "live.com", "live.se", "msn.com"),
        *("icloud.com", "me.com", "mac.com", "yahoo.com", "yahoo.se", "telia.com", "bredband.net", "tele2.se"),
        *(
            "comhem.se",
            "spray.se",
            "proton.me",
            "protonmail.com",
            "online.no",
            "gmx.de",
            "gmx.net",
            "web.de",
            "t-online.de",
        ),
    }
)


def may_acknowledge(*, entry: Entry, at: datetime) -> bool:
    """Whether the message that opened a case is answered with an acknowledgement."""
    address = entry.author_address.lower()
    if entry.channel != "mail" or entry.is_auto or entry.is_bounce or "@" not in address:
        return False
    if entry.threading.get("method") == "forwarded" or entry.facts.get("authentication", {}).get("fails"):
        return False
    if entry.facts.get("declines_automatic"):
        return False
    if NOBODY.match(address) or MACHINES.match(address):
        return False
    if Mailbox.objects.filter(address__iexact=base_address(address)).exists():
        return False
    return not _was_told_lately(address, at)


def _was_told_lately(address: str, at: datetime) -> bool:
    sent = Delivery.objects.filter(
        entry__is_auto=True, entry__direction=Entry.Direction.OUT, entry__created_at__gt=at - WINDOW
    )
    if sent.filter(recipient__iexact=address).exists():
        return True
    domain = address.rpartition("@")[2]
    most = MOST_OF_A_MAIL_SERVICE if domain in MAIL_SERVICES else MOST_OF_A_DOMAIN
    return sent.filter(recipient__iendswith=f"@{domain}").count() >= most
