"""What holds for every message, however broken."""

import re
from pathlib import Path
from typing import Final

from lyhord.channels.mail.classifying import classify
from lyhord.channels.mail.parsed import ParsedMail
from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.reply_text import LONGEST_TEXT, reply_of
from lyhord.channels.mail.sanitising import clean_html

CRASHES: Final = Path(__file__).parent / "crashes"
SLOWEST_S: Final = 1.0
UNSAFE: Final = re.compile(
    r"<(?:script|iframe|object|embed|form|base|meta|link|svg)\b|<[^>]*\son\w+\s*=", re.IGNORECASE
)


def broken_promise(raw: bytes) -> str:
    """Read a message as the way in does; says which promise the result breaks, empty when it keeps them all."""
    mail = parse(raw)
    unread = [defect for defect in mail.defects if defect.startswith("unreadable")]
    if unread:
        return unread[0]
    classify(mail, own_domain_hosts={"bolaget.example"})
    if UNSAFE.search(clean_html(mail.html, cid_urls={})):
        return "unsafe markup is left"
    return _unstorable(mail) or _broken_division(mail)


def _unstorable(mail: ParsedMail) -> str:
    values = (mail.subject, mail.text, mail.html, *(name for each in mail.attachments for name in (each.filename,)))
    joined = "".join(values)
    if "\x00" in joined:
        return "a NUL is left"
    return "" if joined.encode("utf-8", "ignore").decode() == joined else "a lone surrogate is left"


def _broken_division(mail: ParsedMail) -> str:
    divided = reply_of(mail.text, html=mail.html)
    if bool(divided.reply.strip()) != bool(mail.text.strip()):
        return "the reply is empty and the text is not"
    divided = reply_of(mail.text)
    words = sorted(f"{divided.reply}\n{divided.quoted}\n{divided.signature}".split())
    if len(mail.text) < LONGEST_TEXT and words != sorted(mail.text.split()):
        return "a word of the text is lost"
    return ""
