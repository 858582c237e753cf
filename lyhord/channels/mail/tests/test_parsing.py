from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lyhord.channels.mail.parsing import Address, parse
from lyhord.channels.mail.tests.corpus import (
    CORPUS,
    PICTURE,
    PLAIN,
    PNG,
    SWEDISH,
    TOP,
    base64_part,
    multipart,
    part,
    text_message,
    with_fields,
)


@pytest.mark.parametrize("name", CORPUS)
def test_every_message_of_the_corpus_becomes_a_value_that_can_be_stored(name: str) -> None:
    mail = parse(CORPUS[name])

    assert not [defect for defect in mail.defects if defect.startswith("unreadable")]
    everything = repr(mail.headers) + mail.text + mail.html + mail.subject + mail.message_id
    assert "\x00" not in everything
    everything.encode("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        *("plain", "latin-1", "latin-1 called utf-8", "utf-8 called latin-1", "utf-8 called ascii", "unknown charset"),
        *("no charset", "utf-7", "utf-16", "alternative", "related", "mixed", "signed", "hundred levels"),
        *("boundary undeclared", "boundary not closed", "boundary of another", "attached message", "invitation"),
    ],
)
def test_the_words_are_read_whatever_the_label_says(name: str) -> None:
    assert parse(CORPUS[name]).text == SWEDISH


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("windows-1252 called iso-8859-1", "Pris: 100 € – ”räka”"),
        ("utf-8 with a latin-1 footer", f"{SWEDISH}\nHälsningar"),
        ("gb18030", "你好，我的订单没有收到。"),
        ("gb18030 undeclared", "你好，我的订单没有收到，请问什么时候发货？"),
        ("iso-2022-jp", "こんにちは"),
        ("quoted-printable", SWEDISH),
        ("html only", "Hej,\n\nPaketet saknas."),
        ("apple mixed", f"{SWEDISH}\nOch mer text."),
        ("flowed", "Ett stycke som fortsätter här.\n\n> citat som fortsätter\n-- \nAnna"),
        ("tnef", "Hej från Outlook"),
        ("only body", "Hej, det här är bara text."),
        ("no separator", "Det här är texten.\n\nMer text."),
        ("mbox line", "Hej"),
        ("bare returns", "Hej"),
        ("nul", "Hejdå"),
        ("empty", ""),
    ],
)
def test_the_words_of_special_messages(name: str, text: str) -> None:
    assert parse(CORPUS[name]).text == text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mixed", [("kvitto.pdf", "application/pdf", b"%PDF")]),
        ("boundary undeclared", [("kvitto.pdf", "application/pdf", b"%PDF")]),
        ("boundary not closed", [("kvitto.pdf", "application/pdf", b"%PDF")]),
        ("attached message", [("Paket.eml", "message/rfc822", TOP + b"\r\nInre")]),
        ("tnef", [("avtal.docx", "application/x-doc", b"PK34")]),
        ("rfc 2231 name", [("Räkning.pdf", "application/pdf", b"%PDF")]),
        ("rfc 2047 name", [("Räkning.pdf", "application/pdf", b"%PDF")]),
        ("signed", [("smime.p7s", "application/pkcs7-signature", b"\x30")]),
    ],
)
def test_attachments_keep_name_type_and_bytes(name: str, expected: list[tuple[str, str, bytes]]) -> None:
    found = [(one.filename, one.content_type, one.content) for one in parse(CORPUS[name]).attachments]

    assert found == expected


def test_a_picture_the_html_shows_is_inline() -> None:
    (picture,) = parse(CORPUS["related"]).attachments

    assert picture.is_inline
    assert picture.content_id == "bild@a.example"
    assert picture.content == PNG


def test_an_invitation_tells_time_and_place() -> None:
    calendar = parse(CORPUS["invitation"]).calendar

    assert calendar is not None
    assert calendar.starts_at == datetime(2026, 6, 3, 12, tzinfo=UTC)
    assert (calendar.summary, calendar.location) == ("Genomgång", "Rum Björken, plan 2")
    assert (calendar.method, calendar.organiser) == ("REQUEST", "anna@post.example")


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        (b"Anna <anna@post.example>", "Anna", "anna@post.example"),
        (b'"Karlsson, Anna" <anna@POST.example>', "Karlsson, Anna", "anna@post.example"),
        (b"Karlsson, Anna <anna@post.example>", "Karlsson, Anna", "anna@post.example"),
        (b"anna@post.example (Anna K)", "Anna K", "anna@post.example"),
        (b"=?utf-8?q?=C3=85ke_=3Cake=40post=2Eexample=3E?=", "Åke", "ake@post.example"),
        (b'"=?iso-8859-1?Q?=C5ke?= =?iso-8859-1?Q?_=D6?=" <ake@post.example>', "Åke Ö", "ake@post.example"),
        (b"=?utf-8?B?w4U=?=\r\n =?utf-8?B?a2U=?= <ake@post.example>", "Åke", "ake@post.example"),
        (b"=?utf-8?B?w4?= =?utf-8?Q?x?= <ake@post.example>", "Ãx", "ake@post.example"),
        (b'"anna karlsson"@post.example', "", '"anna karlsson"@post.example'),
        ("Åke <ake@räka.example>".encode(), "Åke", "ake@xn--rka-qla.example"),
        ("Åke <ake@räka.example>".encode("latin-1"), "Åke", "ake@xn--rka-qla.example"),
        (b"Grupp: anna@post.example, bo@post.example;", "", "anna@post.example"),
        (b"'anna@post.example' <anna@post.example>", "", "anna@post.example"),
        (b"<<anna@post.example>>", "", "anna@post.example"),
        (b"anna@post.example", "", "anna@post.example"),
        (b"=?utf-8*sv?Q?=C3=85ke?= <ake@post.example>", "Åke", "ake@post.example"),
    ],
)
def test_senders_are_read_as_people_write_them(written: bytes, name: str, email: str) -> None:
    mail = parse(with_fields(b"From: " + written + b"\r\n"))

    assert mail.sender == Address(name, email)


@pytest.mark.parametrize("fields", [b"", b"From:\r\n", b"From: <>\r\n", b"From: undisclosed-recipients:;\r\n"])
def test_no_sender_is_told_as_a_defect(fields: bytes) -> None:
    mail = parse(with_fields(fields))

    assert mail.sender is None
    assert "from-missing" in mail.defects


def test_of_several_authors_the_one_who_sent_it_is_the_sender() -> None:
    mail = parse(with_fields(b"From: a@post.example, Bo <bo@post.example>\r\nSender: Bo <bo@post.example>\r\n"))

    assert mail.sender == Address("Bo", "bo@post.example")
    assert "from-several" in mail.defects


@pytest.mark.parametrize(
    ("fields", "message_id", "defect"),
    [
        (b"Message-ID: <a@b>\r\n", "<a@b>", ""),
        (b"Message-ID:\r\n <a@b>\r\n", "<a@b>", ""),
        (b"Message-ID: a@b\r\n", "<a@b>", ""),
        (b"Message-ID: <a@b>\r\nMessage-ID: <c@d>\r\n", "<a@b>", "message-id-several"),
        (b"Message-ID: <only>\r\n", "<only>", ""),
        (b"", "", "message-id-missing"),
        (b"Message-ID:\r\n", "", "message-id-missing"),
    ],
)
def test_message_ids(fields: bytes, message_id: str, defect: str) -> None:
    mail = parse(with_fields(fields))

    assert mail.message_id == message_id
    assert not defect or defect in mail.defects


def test_references_come_in_order_and_once() -> None:
    mail = parse(with_fields(b"References: <a@b>\r\n\t<c@d>\r\n <a@b>\r\nIn-Reply-To: <c@d> (Anna's message)\r\n"))

    assert mail.references == ("<a@b>", "<c@d>")
    assert mail.in_reply_to == ("<c@d>",)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"Wed, 3 Jun 2026 14:02:00 +0200", datetime(2026, 6, 3, 12, 2, tzinfo=UTC)),
        (b"3 Jun 26 14:02 GMT", datetime(2026, 6, 3, 14, 2, tzinfo=UTC)),
        (b"Wed, 3 Jun 2026 14:02:00 -0000", datetime(2026, 6, 3, 14, 2, tzinfo=UTC)),
        (b"i onsdags", None),
        (b"Wed, 99 Jun 2026 14:02:00 +0200", None),
        (b"Fri, 31 Dec 9999 23:59:59 -1400", None),
    ],
)
def test_dates_are_utc_or_nothing(written: bytes, expected: datetime | None) -> None:
    assert parse(with_fields(b"Date: " + written + b"\r\n")).date == expected


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("Räkning".encode("latin-1"), "Räkning"),
        ("Räkning".encode(), "Räkning"),
        (b"=?utf-8?Q?R=C3=A4k?= =?utf-8?Q?ning?=", "Räkning"),
        (b"=?utf-8?Q?R=C3?=\r\n =?utf-8?Q?=A4kning?=", "Räkning"),
        (b"=?iso-8859-1?q?R=E4kning?= 12", "Räkning 12"),
        (b"=?windows-1252?q?R=E4kning_=80?=", "Räkning €"),
        (b"=?utf-8?q?R=E4kning?=", "Räkning"),
        (b"=?x-unknown?q?Hej?=", "Hej"),
        (b"=?utf-8?q?Hej d=C3=A5?=", "Hej då"),
        (b"=?utf-8?b?SGVq", "=?utf-8?b?SGVq"),
        (b"Hej\x00", "Hej"),
        (b"  Hej\r\n  hopp ", "Hej hopp"),
    ],
)
def test_subjects_are_decoded(written: bytes, subject: str) -> None:
    assert parse(with_fields(b"Subject: " + written + b"\r\n")).subject == subject


def test_fifty_megabytes_are_read_in_a_moment() -> None:
    content = bytes(range(256)) * (36 * 4096)
    raw = TOP + multipart("mixed", PLAIN, base64_part("application/zip", content), PICTURE)

    mail = parse(raw)

    assert len(raw) > 50_000_000
    assert mail.attachments[0].content == content


def test_a_text_file_is_attached_and_not_taken_for_the_words() -> None:
    log = part("text/plain", b"logg", 'Content-Disposition: attachment; filename="logg.txt"')

    mail = parse(TOP + multipart("mixed", PLAIN, log))

    assert mail.text == SWEDISH
    assert [one.filename for one in mail.attachments] == ["logg.txt"]


def test_a_named_text_is_the_words_when_there_are_no_others() -> None:
    named = part("text/plain; name=brev.txt", b"Hej", "Content-Disposition: inline")

    assert parse(TOP + multipart("mixed", named, PICTURE)).text == "Hej"
    assert parse(TOP + multipart("mixed", PLAIN, named)).attachments[0].filename == "brev.txt"


def test_a_blank_before_the_colon_is_forgiven() -> None:
    mail = parse(b"From : Anna <anna@post.example>\r\nSubject : Hej\r\n\r\nText")

    assert (mail.sender, mail.subject) == (Address("Anna", "anna@post.example"), "Hej")


def test_html_takes_the_place_of_an_empty_plain_part() -> None:
    mail = parse(TOP + multipart("alternative", part("text/plain", b" \r\n"), part("text/html", b"<p>Hej</p>")))

    assert mail.text == "Hej"


def test_the_language_is_guessed_from_small_words() -> None:
    assert (
        parse(text_message(SWEDISH.encode() + " Jag har inte fått det och vill ha det nu.".encode())).language_hint
        == "sv"
    )


@settings(deadline=2000)
@given(st.binary(max_size=600))
def test_any_bytes_become_a_value(raw: bytes) -> None:
    mail = parse(raw)

    assert not [defect for defect in mail.defects if defect.startswith("unreadable")]
