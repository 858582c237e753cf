"""Messages in every state mail arrives in, made in code so that each byte is meant."""

import base64
import struct

HTML = '<p>Hej,</p><p>Paketet <b>saknas</b>.</p><img src="cid:bild@a.example">'
SWEDISH = "Hej,\nmin räksmörgås är försvunnen."
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TOP = (
    b"From: Anna Karlsson <anna@post.example>\r\nTo: kund@bolaget.example\r\nSubject: Paket\r\n"
    b"Date: Wed, 3 Jun 2026 14:02:00 +0200\r\nMessage-ID: <a1@post.example>\r\nMIME-Version: 1.0\r\n"
)
INVITE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u1@post.example\r\n"
    "SUMMARY:Genomgång\r\nLOCATION:Rum Björken\\, plan 2\r\nDTSTAMP:20260601T000000Z\r\n"
    "DTSTART;TZID=Europe/Stockholm:20260603T140000\r\nDTEND;TZID=Europe/Stockholm:20260603T150000\r\n"
    "ORGANIZER;CN=Anna:mailto:anna@post.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def text_message(body: bytes, *, content_type: str = "text/plain; charset=utf-8", encoding: str = "8bit") -> bytes:
    return TOP + f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


def with_fields(fields: bytes, body: bytes = b"Hej") -> bytes:
    return b"To: kund@bolaget.example\r\n" + fields + b"\r\n" + body


def multipart(subtype: str, *parts: bytes, boundary: str = "gräns", close: bool = True, declare: bool = True) -> bytes:
    mark = boundary.encode()
    body = b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + (
        b"--" + mark + b"--\r\n" if close else b""
    )
    declared = f'; boundary="{boundary}"'.encode() if declare else b""
    return b"Content-Type: multipart/" + subtype.encode() + declared + b"\r\n\r\n" + body


def part(content_type: str, body: bytes, *fields: str) -> bytes:
    return "\r\n".join([f"Content-Type: {content_type}", *fields, "", ""]).encode() + body


def base64_part(content_type: str, content: bytes, *fields: str) -> bytes:
    return part(content_type, base64.encodebytes(content), "Content-Transfer-Encoding: base64", *fields)


PLAIN = part("text/plain; charset=utf-8", SWEDISH.replace("\n", "\r\n").encode())
MARKUP = part("text/html; charset=utf-8", HTML.encode())
PICTURE = base64_part("image/png", PNG, "Content-ID: <bild@a.example>", "Content-Disposition: inline")
FILE = base64_part("application/pdf", b"%PDF", 'Content-Disposition: attachment; filename="kvitto.pdf"')


def nested(depth: int) -> bytes:
    inner = PLAIN
    for level in range(depth):
        inner = multipart("mixed", inner, boundary=f"b{level}.")
    return TOP + inner


def tnef(*, name: str = "avtal.docx", content: bytes = b"PK34", body: str = "Hej från Outlook") -> bytes:
    def attribute(level: int, tag: int, kind: int, value: bytes) -> bytes:
        return struct.pack("<BHHI", level, tag, kind, len(value)) + value + struct.pack("<H", sum(value) % 65536)

    def text_property(tag: int, text: str) -> bytes:
        value = (text + "\0").encode("utf-16-le")
        return struct.pack("<HHII", 0x1F, tag, 1, len(value)) + value + b"\0" * (-len(value) % 4)

    message = struct.pack("<I", 2) + struct.pack("<HHi", 3, 0x0026, 1) + text_property(0x1000, body)
    attached = struct.pack("<I", 2) + text_property(0x3707, name) + text_property(0x370E, "application/x-doc")
    return (
        b"\x78\x9f\x3e\x22\x01\x00"
        + attribute(1, 0x9007, 6, struct.pack("<II", 1252, 0))
        + attribute(1, 0x9003, 6, message)
        + attribute(2, 0x9002, 6, b"\0" * 14)
        + attribute(2, 0x8010, 1, b"AVTAL~1.DOC\0")
        + attribute(2, 0x800F, 6, content)
        + attribute(2, 0x9005, 6, attached)
    )


DSN = (
    b"Reporting-MTA: dns; mx.post.example\r\n\r\nOriginal-Recipient: rfc822;anna@post.example\r\n"
    b"Final-Recipient: rfc822; anna@post.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    b"Diagnostic-Code: smtp; 550 5.1.1 <anna@post.example>: User unknown\r\n"
)


def bounce(status: bytes = DSN) -> bytes:
    return (
        b"From: Mail Delivery System <MAILER-DAEMON@mx.post.example>\r\nTo: kund@bolaget.example\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        + multipart(
            "report; report-type=delivery-status",
            part("text/plain", b"I'm sorry."),
            part("message/delivery-status", status),
            part("message/rfc822", b"Message-ID: <c1.x.y@bolaget.example>\r\nSubject: Ditt paket\r\n\r\nHej"),
        )
    )


CORPUS: dict[str, bytes] = {
    "plain": text_message(SWEDISH.encode()),
    "latin-1": text_message(SWEDISH.encode("latin-1"), content_type="text/plain; charset=iso-8859-1"),
    "windows-1252 called iso-8859-1": text_message(
        "Pris: 100 € – ”räka”".encode("cp1252"), content_type="text/plain; charset=iso-8859-1"
    ),
    "latin-1 called utf-8": text_message(SWEDISH.encode("latin-1")),
    "utf-8 called latin-1": text_message(SWEDISH.encode(), content_type="text/plain; charset=iso-8859-1"),
    "utf-8 called ascii": text_message(SWEDISH.encode(), content_type="text/plain; charset=us-ascii"),
    "unknown charset": text_message(SWEDISH.encode(), content_type="text/plain; charset=x-nothing"),
    "no charset": text_message(SWEDISH.encode("latin-1"), content_type="text/plain"),
    "utf-8 with a latin-1 footer": text_message(SWEDISH.encode() + "\r\nHälsningar".encode("latin-1")),
    "utf-7": text_message(SWEDISH.encode("utf-7"), content_type="text/plain; charset=utf-7"),
    "gb18030": text_message("你好，我的订单没有收到。".encode("gb18030"), content_type="text/plain; charset=gb2312"),
    "gb18030 undeclared": text_message(
        "你好，我的订单没有收到，请问什么时候发货？".encode("gb18030"), content_type="text/plain"
    ),
    "iso-2022-jp": text_message("こんにちは".encode("iso-2022-jp"), content_type="text/plain; charset=iso-2022-jp"),
    "utf-16": text_message(
        base64.encodebytes(SWEDISH.encode("utf-16")), content_type="text/plain; charset=utf-16", encoding="base64"
    ),
    "quoted-printable": text_message(
        b"Hej,\r\nmin r=C3=A4ksm=C3=B6rg=C3=A5s =\r\n=C3=A4r f=C3=B6rsvunnen.", encoding="quoted-printable"
    ),
    "broken base64": text_message(base64.b64encode(SWEDISH.encode())[:-3] + b"!", encoding="base64"),
    "alternative": TOP + multipart("alternative", PLAIN, MARKUP),
    "related": TOP + multipart("related", multipart("alternative", PLAIN, MARKUP, boundary="inre"), PICTURE),
    "mixed": TOP + multipart("mixed", multipart("alternative", PLAIN, MARKUP, boundary="inre"), FILE),
    "html only": TOP + MARKUP,
    "apple mixed": TOP + multipart("mixed", PLAIN, PICTURE, part("text/plain", b"Och mer text.")),
    "boundary undeclared": TOP + multipart("mixed", PLAIN, FILE, boundary="x1", declare=False),
    "boundary not closed": TOP + multipart("mixed", PLAIN, FILE, close=False),
    "boundary of another": TOP + multipart("mixed", PLAIN, FILE, boundary="x1").replace(b'="x1"', b'="y2"'),
    "hundred levels": nested(100),
    "thousand levels": nested(1000),
    "attached message": TOP + multipart("mixed", PLAIN, part("message/rfc822", TOP + b"\r\nInre")),
    "tnef": TOP
    + multipart(
        "mixed", base64_part("application/ms-tnef", tnef(), 'Content-Disposition: attachment; filename="winmail.dat"')
    ),
    "broken tnef": TOP + multipart("mixed", PLAIN, base64_part("application/ms-tnef", tnef()[:60])),
    "invitation": TOP
    + multipart("alternative", PLAIN, part("text/calendar; charset=utf-8; method=REQUEST", INVITE.encode())),
    "flowed": text_message(
        b"Ett stycke som \r\nforts\xc3\xa4tter h\xc3\xa4r.\r\n\r\n> citat som \r\n> forts\xc3\xa4tter\r\n-- \r\nAnna",
        content_type="text/plain; charset=utf-8; format=flowed",
    ),
    "signed": TOP
    + multipart(
        "signed",
        PLAIN,
        base64_part("application/pkcs7-signature", b"\x30", "Content-Disposition: attachment; filename=smime.p7s"),
    ),
    "empty": b"",
    "only header": TOP,
    "only body": b"Hej, det h\xc3\xa4r \xc3\xa4r bara text.",
    "no separator": b"From: anna@post.example\r\nSubject: Hej\r\nDet h\xc3\xa4r \xc3\xa4r texten.\r\n\r\nMer text.",
    "mbox line": b"From anna@post.example Wed Jun  3 14:02:00 2026\n" + TOP.replace(b"\r\n", b"\n") + b"\nHej",
    "bare returns": TOP.replace(b"\r\n", b"\r") + b"\rHej",
    "nul": text_message(b"Hej\x00d\xc3\xa5") + b"\x00",
    "raw 8-bit header": with_fields("From: Åke <ake@post.example>\r\nSubject: Räkning\r\n".encode("latin-1")),
    "rfc 2231 name": TOP
    + multipart(
        "mixed",
        PLAIN,
        base64_part(
            "application/pdf",
            b"%PDF",
            "Content-Disposition: attachment;\r\n filename*0*=utf-8''R%C3%A4k;\r\n filename*1*=ning.pdf",
        ),
    ),
    "rfc 2047 name": TOP
    + multipart("mixed", PLAIN, base64_part('application/pdf; name="=?utf-8?Q?R=C3=A4kning=2Epdf?="', b"%PDF")),
    "bounce": bounce(),
}
