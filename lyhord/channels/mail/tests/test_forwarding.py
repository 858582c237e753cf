"""Forwarded mail as Outlook, Gmail and Apple Mail write it, in six languages."""

from email.message import EmailMessage

import pytest

from lyhord.channels.mail.forwarding import Forwarded, read_forwarded
from lyhord.channels.mail.parsing import parse

WORDS = "Hej!\n\nLampan kom sönder.\n\nMvh Petter"
OUTLOOK = {
    "sv": ("VB", "Från", "Skickat", "Till", "Ämne"),
    "en": ("FW", "From", "Sent", "To", "Subject"),
    "nb": ("VS", "Fra", "Sendt", "Til", "Emne"),
    "da": ("VS", "Fra", "Sendt", "Til", "Emne"),
    "fi": ("VL", "Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "de": ("WG", "Von", "Gesendet", "An", "Betreff"),
}
GMAIL = {
    "sv": ("Från", "Date", "Subject", "To"),
    "en": ("From", "Date", "Subject", "To"),
    "nb": ("Fra", "Date", "Subject", "To"),
    "da": ("Fra", "Date", "Subject", "To"),
    "fi": ("Lähettäjä", "Date", "Subject", "To"),
    "de": ("Von", "Date", "Subject", "To"),
}
APPLE = {
    "sv": ("Vidarebefordrat brev:", "Från", "Ämne", "Datum", "Till"),
    "en": ("Begin forwarded message:", "From", "Subject", "Date", "To"),
    "nb": ("Videresendt melding:", "Fra", "Emne", "Dato", "Til"),
    "da": ("Start på videresendt besked:", "Fra", "Emne", "Dato", "Til"),
    "fi": ("Välitetty viesti alkaa:", "Lähettäjä", "Aihe", "Päivämäärä", "Vastaanottaja"),
    "de": ("Anfang der weitergeleiteten Nachricht:", "Von", "Betreff", "Datum", "An"),
}


def mail_of(subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "elsa@nordljus.example", "kundservice@nordljus.example", subject
    mail.set_content(text)
    return mail


def read(mail: EmailMessage) -> Forwarded:
    found = read_forwarded(parse(mail.as_bytes()))
    assert found is not None
    return found


def require_petters(found: Forwarded, *, note: str = "Kan ni ta den här?") -> None:
    assert found.author.email == "petter@norrvik.example"
    assert found.author.name == "Petter Öberg"
    assert found.mail.subject == "Trasig lampa"
    assert found.mail.text.strip() == WORDS
    assert found.note == note


@pytest.mark.parametrize("language", OUTLOOK)
def test_outlook(language: str) -> None:
    prefix, sender, sent, to, subject = OUTLOOK[language]
    text = (
        f"Kan ni ta den här?\n\n{sender}: Petter Öberg <petter@norrvik.example>\n{sent}: den 3 mars 2026 10:14\n"
        f"{to}: Elsa Lindqvist <elsa@nordljus.example>\n{subject}: Trasig lampa\n\n{WORDS}"
    )

    require_petters(read(mail_of(f"{prefix}: Trasig lampa", text)))


@pytest.mark.parametrize("language", GMAIL)
def test_gmail(language: str) -> None:
    sender, date, subject, to = GMAIL[language]
    text = (
        "Kan ni ta den här?\n\n---------- Forwarded message ---------\n"
        f"{sender}: *Petter Öberg* <petter@norrvik.example>\n{date}: tis 3 mars 2026 kl 10:14\n"
        f"{subject}: Trasig lampa\n{to}: <elsa@nordljus.example>\n\n\n{WORDS}"
    )

    require_petters(read(mail_of("Fwd: Trasig lampa", text)))


@pytest.mark.parametrize("language", APPLE)
def test_apple_mail(language: str) -> None:
    mark, sender, subject, date, to = APPLE[language]
    quoted = "\n".join(f"> {line}".rstrip() for line in WORDS.split("\n"))
    text = (
        f"Kan ni ta den här?\n\n> {mark}\n> \n> {sender}: Petter Öberg <petter@norrvik.example>\n"
        f"> {subject}: Trasig lampa\n> {date}: 3 mars 2026 10:14\n> {to}: elsa@nordljus.example\n> \n{quoted}"
    )

    require_petters(read(mail_of("Fwd: Trasig lampa", text)))


def test_outlooks_page_without_plain_text_keeps_the_address_in_a_link() -> None:
    mail = mail_of("VB: Trasig lampa", "")
    mail.set_content(
        "<p>Kan ni ta den här?</p><div><p><b>Från:</b> Petter Öberg &lt;<a "
        'href="mailto:petter@norrvik.example">petter@norrvik.example</a>&gt;<br><b>Skickat:</b> den 3 mars 2026<br>'
        "<b>Till:</b> Elsa<br><b>Ämne:</b> Trasig lampa</p></div><p>Hej!</p><p>Lampan kom sönder.</p><p>Mvh Petter</p>",
        subtype="html",
    )

    require_petters(read(mail))


def test_an_attached_message_is_read_whole() -> None:
    original = EmailMessage()
    original["From"], original["Subject"] = "Petter Öberg <petter@norrvik.example>", "Trasig lampa"
    original["Message-ID"] = "<7@norrvik.example>"
    original.set_content(WORDS)
    original.add_attachment(b"\xff\xd8bild", maintype="image", subtype="jpeg", filename="lampa.jpg")
    mail = mail_of("Detta kom till mig", "Kan ni ta den här?")
    mail.add_attachment(original)

    found = read(mail)

    require_petters(found)
    assert found.mail.message_id == "<7@norrvik.example>"
    assert [each.filename for each in found.mail.attachments] == ["lampa.jpg"]


def test_a_long_list_of_recipients_folds_over_lines() -> None:
    text = (
        "Från: Petter Öberg <petter@norrvik.example>\nSkickat: den 3 mars 2026\nTill: Elsa <elsa@nordljus.example>;\n"
        f"Karin <karin@nordljus.example>\nÄmne: Trasig lampa\n\n{WORDS}"
    )

    require_petters(read(mail_of("VB: Trasig lampa", text)), note="")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Trasig lampa", "Från: butiken har jag fått ett ja.\n\nMvh"),
        ("SV: Trasig lampa", f"Tack!\n\nFrån: Petter <petter@norrvik.example>\nTill: Elsa\nÄmne: Lampa\n\n{WORDS}"),
        ("VB: Trasig lampa", "Se nedan."),
        ("VB: Trasig lampa", "Från: Petter Öberg\nTill: Elsa\nÄmne: Lampa\n\nInget att svara på"),
    ],
)
def test_what_is_no_forwarded_message_or_names_no_address_stays_the_colleagues(subject: str, text: str) -> None:
    assert read_forwarded(parse(mail_of(subject, text).as_bytes())) is None
