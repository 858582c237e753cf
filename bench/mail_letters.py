"""Ordinary letters of about 3 kB, each different, as a shop's customers write them."""

import random
from email.message import EmailMessage

from bench.texts import Writer

MAILBOX = "kundservice@nordljus.example"
SENDERS = 400
SENTENCES = 14


def letters(*, count: int, seed: int = 1) -> list[tuple[str, bytes]]:
    """`count` letters with their senders: text and HTML, UTF-8, CRLF."""
    writer, chance = Writer(sentences=400, seed=seed), random.Random(seed)
    return [_letter(writer, chance, f"{seed}.{number}") for number in range(count)]


def _letter(writer: Writer, chance: random.Random, key: str) -> tuple[str, bytes]:
    sender = f"kund{chance.randrange(SENDERS)}@example.com"
    text = writer.text(chance, sentences=SENTENCES)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = f"Kund Kundsson <{sender}>", MAILBOX, f"<{key}@example.com>"
    mail["Subject"] = text[:50].split(".")[0]
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(f"<p>{text}</p>", subtype="html", cte="quoted-printable")
    return sender, mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
