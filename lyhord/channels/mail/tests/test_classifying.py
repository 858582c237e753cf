import pytest

from lyhord.channels.mail.classifying import classify
from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.tests.corpus import CORPUS, DSN, bounce, multipart, part

OWN = {"bolaget.example"}


def kind_of(fields: str, body: str = "Hej") -> str:
    raw = f"From: anna@post.example\r\nTo: kund@bolaget.example\r\n{fields}\r\n\r\n{body}".encode()
    return classify(parse(raw), own_domain_hosts=OWN).kind


@pytest.mark.parametrize("name", [name for name in CORPUS if name != "bounce"])
def test_ordinary_mail_is_a_message(name: str) -> None:
    assert classify(parse(CORPUS[name]), own_domain_hosts=OWN).kind == "message"


@pytest.mark.parametrize(
    "fields",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner=x",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
        "Return-Path: <>\r\nSubject: SV: Ditt paket",
        "X-Auto-Response-Suppress: All",
        "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
        "Subject: Automatiskt svar: Ditt paket",
        "Subject: Autosvar: Ditt paket",
        "Subject: Frånvaro: Ditt paket",
        "Subject: Frånvarande Re: Ditt paket",
        "Subject: Automatic reply: Ditt paket",
        "Subject: Out of Office: Ditt paket",
        "Subject: Automatisk svar: Ditt paket",
        "Subject: Fraværende: Ditt paket",
        "Subject: Automaattinen vastaus: Ditt paket",
        "Subject: Poissa: Ditt paket",
        "Subject: Automatische Antwort: Ditt paket",
        "Subject: Abwesenheitsnotiz: Ditt paket",
        "Subject: Réponse automatique : Ditt paket",
        "Subject: Respuesta automática: Ditt paket",
        "Subject: Odpowiedź automatyczna: Ditt paket",
    ],
)
def test_automatic_replies_are_known_by_header_or_subject(fields: str) -> None:
    assert kind_of(fields) == "auto_reply"


@pytest.mark.parametrize(
    "words",
    [
        "Hej! Jag är på semester till och med 3 augusti. Vid brådskande ärenden kontakta växeln.",
        "Jag är tjänstledig och läser inte min e-post.",
        "Hei! Jeg er på ferie til 3. august. Ved hastesaker, kontakt min kollega.",
        "Hej. Jeg holder ferie og er tilbage igen mandag.",
        "Olen lomalla 3.8. saakka. Kiireelliset asiat: vaihde.",
        "I am out of the office until Monday. For urgent matters please contact my colleague.",
        "Ich bin derzeit nicht im Büro. In dringenden Fällen wenden Sie sich an die Zentrale.",
        "Je suis actuellement en congés. En cas d'urgence, veuillez contacter l'accueil.",
        "Estoy fuera de la oficina. En caso de urgencia llame a mi compañera.",
        "Jestem na urlopie. W pilnych sprawach proszę o kontakt z biurem.",
    ],
)
def test_automatic_replies_without_headers_are_known_by_their_words(words: str) -> None:
    assert kind_of("Subject: SV: Ditt paket", words) == "auto_reply"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("Subject: SV: Ditt paket", "Jag är på semester till den 3 augusti, kan ni skicka det efter det?"),
        ("Subject: Frånvaroanmälan i appen fungerar inte", "Hej"),
        ("Subject: Semesterhuset", "Vi har bokat men inte fått någon bekräftelse."),
        ("Subject: I am on vacation", "When I am back, will the parcel still be there?"),
        ("Subject: Auto-play", "Hur stänger jag av det?"),
        ("Subject: Automatiskt avdrag", "Varför drogs pengar?"),
        ("Auto-Submitted: no", "Hej"),
        ("Subject: Read: the manual", "I did, and it does not help."),
        ("Subject: Undelivered parcel", "My parcel could not be delivered. Why?"),
        ("Subject: Ej levererat paket", "Paketet kunde inte levereras enligt budet."),
        ("List-Id: <kund.bolaget.example>\r\nPrecedence: list", "Hej"),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "Hej"),
    ],
)
def test_a_customer_is_not_taken_for_a_machine(fields: str, words: str) -> None:
    assert kind_of(fields, words) == "message"


@pytest.mark.parametrize(
    "fields",
    [
        "List-Id: <nyheter.post.example>",
        "List-Unsubscribe: <mailto:x@y.example>",
        "Precedence: bulk",
        "Precedence: list",
    ],
)
def test_lists_and_bulk(fields: str) -> None:
    assert kind_of(fields) == "bulk"


def test_our_own_mail_coming_back_is_a_loop() -> None:
    assert kind_of("X-Lyhord-Loop: bolaget.example") == "own_loop"
    assert kind_of("X-Lyhord-Loop: annat.example") == "message"


def test_a_bounce_tells_whom_and_why_and_which_message() -> None:
    decided = classify(parse(bounce()), own_domain_hosts=OWN)

    assert decided.kind == "bounce"
    assert decided.bounce is not None
    assert decided.bounce.is_permanent
    (failed,) = decided.bounce.recipients
    assert (failed.email, failed.status) == ("anna@post.example", "5.1.1")
    assert failed.diagnostic == "550 5.1.1 <anna@post.example>: User unknown"
    assert decided.bounce.original_message_ids == ("<c1.x.y@bolaget.example>",)


def test_a_delay_is_no_permanent_failure() -> None:
    status = DSN.replace(b"failed", b"delayed").replace(b"5.1.1", b"4.4.1")

    decided = classify(parse(bounce(status)), own_domain_hosts=OWN)

    assert decided.bounce is not None
    assert not decided.bounce.is_permanent


def test_a_report_of_success_is_a_receipt() -> None:
    status = DSN.replace(b"failed", b"delivered").replace(b"5.1.1", b"2.0.0")

    assert classify(parse(bounce(status)), own_domain_hosts=OWN).kind == "receipt"


@pytest.mark.parametrize(
    ("sender", "subject", "words", "email", "permanent"),
    [
        (
            "MAILER-DAEMON@mx.post.example",
            "failure notice",
            (
                "Hi. This is the qmail-send program at mx.post.example.\nI'm afraid I wasn't able to deliver.\n\n"
                "<anna@post.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n"
            ),
            "anna@post.example",
            True,
        ),
        (
            "Mailer-Daemon@mx.post.example",
            "Mail delivery failed: returning message to sender",
            (
                "This message was created automatically by mail delivery software.\n\nA message that you sent could "
                "not be delivered.\n\n  anna@post.example\n    host mx [1.2.3.4]: 550 No such user\n"
            ),
            "anna@post.example",
            True,
        ),
        (
            "Mailer-Daemon@mx.post.example",
            "Warning: message 1abc delayed 24 hours",
            "A message has been delayed.\n\n  anna@post.example\n    Delay reason: connection refused\n",
            "anna@post.example",
            False,
        ),
        (
            "postmaster@post.example",
            "Det gick inte att leverera: Ditt paket",
            "Meddelandet kunde inte levereras till anna@post.example.\nInkorgen är full.\n",
            "anna@post.example",
            False,
        ),
        (
            "postmaster@post.example",
            "Oleverbart: Ditt paket",
            "Det gick inte att leverera meddelandet till:\nanna@post.example\nAdressen finns inte.\n",
            "anna@post.example",
            True,
        ),
        (
            "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@post.example",
            "Undeliverable: Ditt paket",
            "Your message to anna@post.example couldn't be delivered.\nanna wasn't found.\n550 5.1.10\n",
            "anna@post.example",
            True,
        ),
        (
            "postmaster@post.example",
            "Unzustellbar: Ditt paket",
            "anna@post.example\nDas Postfach ist voll. 452 4.2.2 over quota",
            "anna@post.example",
            False,
        ),
    ],
)
def test_bounces_in_free_form(sender: str, subject: str, words: str, email: str, permanent: bool) -> None:  # noqa: FBT001
    raw = f"From: {sender}\r\nTo: kund@bolaget.example\r\nSubject: {subject}\r\n\r\n{words}".encode()

    decided = classify(parse(raw), own_domain_hosts=OWN)

    assert decided.kind == "bounce"
    assert decided.bounce is not None
    assert [one.email for one in decided.bounce.recipients] == [email]
    assert decided.bounce.is_permanent is permanent


def test_read_receipts() -> None:
    top = b"From: anna@post.example\r\nTo: kund@bolaget.example\r\n"
    notification = part("message/disposition-notification", b"Final-Recipient: rfc822;anna@post.example\r\n")
    report = top + multipart("report; report-type=disposition-notification", part("text/plain", b"x"), notification)

    assert classify(parse(report), own_domain_hosts=OWN).kind == "receipt"
    assert kind_of("Subject: Läst: Ditt paket", "Meddelandet lästes den 3 juni 2026 14:02.") == "receipt"


def test_abuse_reports() -> None:
    raw = b"From: x@isp.example\r\n" + multipart(
        "report; report-type=feedback-report",
        part("text/plain", b"x"),
        part("message/feedback-report", b"Feedback-Type: abuse\r\n"),
    )

    assert classify(parse(raw), own_domain_hosts=OWN).kind == "abuse_report"
