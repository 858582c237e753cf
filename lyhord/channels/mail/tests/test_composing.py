from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lyhord.channels.mail.composing import OutgoingFile, OutgoingMail, compose
from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.tests.corpus import PNG

AT = datetime(2026, 6, 3, 12, 2, tzinfo=UTC)
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
WORDS = st.text(LETTERS, max_size=120).map(lambda text: " ".join(text.split()))
NAMES = WORDS.filter(lambda name: not set(name) & set("\"'<>,\\") and "=?" not in name)
LOCALS = st.from_regex(r"[a-z0-9]{1,12}(?:[.+_-][a-z0-9]{1,8})?", fullmatch=True)
EMAILS = st.builds("{}@{}.example".format, LOCALS, st.from_regex(r"[a-z]{1,20}", fullmatch=True))
IDS = st.builds("<{}@x.example>".format, st.from_regex(r"[a-zA-Z0-9.$_-]{1,200}", fullmatch=True))
BODIES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\ufeff"), max_size=500)
FILES = st.builds(
    OutgoingFile,
    filename=WORDS.filter(lambda name: bool(name.strip(" .")) and not set(name) & set("/\\") and len(name) < 100),
    content_type=st.sampled_from(["application/pdf", "text/plain", "image/png"]),
    content=st.binary(max_size=300),
)


def outgoing(**changes: Any) -> OutgoingMail:
    fields: dict[str, Any] = {
        "sender": ("Kundservice", "kund@bolaget.example"),
        "to": (("Anna", "anna@post.example"),),
        "subject": "Ditt paket",
        "message_id": "<c1.a.b@bolaget.example>",
        "date": AT,
        "text": "Hej!",
    }
    return OutgoingMail(**(fields | changes))


@settings(deadline=None)
@given(
    subject=WORDS,
    name=NAMES,
    email=EMAILS,
    to=st.lists(st.tuples(NAMES, EMAILS), min_size=1, max_size=5, unique_by=lambda mailbox: mailbox[1]),
    text=BODIES,
    references=st.lists(IDS, max_size=20, unique=True),
    files=st.lists(FILES, max_size=3),
)
def test_what_is_composed_is_what_is_read(
    *,
    subject: str,
    name: str,
    email: str,
    to: list[tuple[str, str]],
    text: str,
    references: list[str],
    files: list[OutgoingFile],
) -> None:
    mail = outgoing(
        subject=subject,
        sender=(name, email),
        to=tuple(to),
        text=text,
        references=tuple(references),
        attachments=tuple(files),
    )

    read = parse(compose(mail))

    assert read.subject == subject
    assert read.sender is not None
    assert (read.sender.name, read.sender.email) == (name, email)
    assert [(one.name, one.email) for one in read.to] == to
    assert read.text == text.strip("\n")
    assert read.references == tuple(references)
    assert [(one.content_type, one.content) for one in read.attachments] == [
        (one.content_type, one.content) for one in files
    ]
    assert not read.defects


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), BODIES)
def test_every_message_is_seven_bits_in_lines_a_server_takes(subject: str, name: str, text: str) -> None:
    raw = compose(outgoing(subject=subject, to=((name, "anna@post.example"),), text=text))

    assert raw.isascii()
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.count(b"\r\nSubject:") == 1
    assert head.count(b"\r\nTo:") == 1


@pytest.mark.parametrize(
    "attack", ["Hej\r\nBcc: x@y.example", "Hej\nBcc: x@y.example", "Hej\rBcc: a@b.se", "Hej\u2028Bcc: a@b.se"]
)
def test_a_line_break_adds_no_header(attack: str) -> None:
    raw = compose(outgoing(subject=attack, sender=(attack, "kund@bolaget.example"), headers={"X-Lyhord-Case": attack}))

    assert b"\nBcc:" not in raw
    assert "bcc" not in parse(raw).headers


@pytest.mark.parametrize(
    "changes",
    [
        {"to": (("", "anna@post.example\r\nBcc: x@y.example"),)},
        {"to": (("", "inte en adress"),)},
        {"message_id": "<a@b>\r\nBcc: x@y.example"},
        {"headers": {"X\r\nBcc": "x"}},
        {"headers": {"Bcc": "x"}},
        {"headers": {"from": "x"}},
    ],
)
def test_what_cannot_be_written_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"correct it|must look like|cannot be set"):
        compose(outgoing(**changes))


def test_bcc_is_for_the_envelope_alone() -> None:
    mail = outgoing(bcc=(("", "hemlig@post.example"),))

    assert b"hemlig" not in compose(mail)
    assert mail.recipients() == ("anna@post.example", "hemlig@post.example")


def test_automatic_mail_says_so() -> None:
    answer = parse(compose(outgoing(is_automatic=True, in_reply_to="<q@post.example>")))
    notice = parse(compose(outgoing(is_automatic=True)))

    assert answer.header("auto-submitted") == "auto-replied"
    assert notice.header("auto-submitted") == "auto-generated"
    assert answer.header("x-auto-response-suppress") == "All"


def test_html_has_a_plain_wording_and_its_pictures() -> None:
    html = '<p>Hej <a href="https://bolaget.example/x">här</a></p><img src="cid:logo@bolaget.example">'
    picture = OutgoingFile("logga.png", "image/png", PNG, content_id="logo@bolaget.example")

    read = parse(compose(outgoing(text="", html=html, inline_images=(picture,))))

    assert read.text == "Hej här <https://bolaget.example/x>"
    assert read.html == html
    assert [one.is_inline for one in read.attachments] == [True]


def test_the_same_mail_is_the_same_bytes() -> None:
    assert compose(outgoing(html="<p>Hej</p>")) == compose(outgoing(html="<p>Hej</p>"))


def test_a_domain_in_its_own_letters_is_written_for_servers() -> None:
    raw = compose(outgoing(to=(("Åke", "ake@räka.example"),)))

    assert b"<ake@xn--rka-qla.example>" in raw


def test_a_long_thread_keeps_its_first_and_its_latest_messages() -> None:
    ids = tuple(f"<{number}@post.example>" for number in range(300))

    read = parse(compose(outgoing(references=ids, in_reply_to=ids[-1], date=AT + timedelta(days=1))))

    assert read.references == (ids[0], *ids[-99:])
