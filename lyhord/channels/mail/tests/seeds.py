"""What the fuzzer begins with, and the pieces it strews in."""

from typing import Final

from lyhord.channels.mail.tests.corpus import CORPUS
from lyhord.channels.mail.tests.message_set import FOLDER
from lyhord.channels.mail.tests.reply_samples import samples

PIECES: Final = [
    *(b"\r\n", b"\n", b"\r", b"\x00", b"--", b"=?utf-8?Q?=E4?=", b"=?", b"?=", b"Content-Type: ", b"multipart/mixed; "),
    *(b"boundary=", b"message/rfc822", b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-7", b"charset=hz"),
    *(b'"', b"<", b">", b";", b":", b"(", b"\\", b"@", b",", b"\xff\xfe", b"\xe4", b"+AO", b"\x1b$B", b"begin 644 x\n"),
    *(b"<div>", b"<blockquote>", b"<table>", b"> ", b"wrote:", b"skrev:", b"From: ", b"-- \n", b"*0*=utf-8''%"),
    *(b"multipart/report", b"message/delivery-status", b"text/calendar", b"BEGIN:VEVENT\r\n", b"application/ms-tnef"),
    *(
        b"format=flowed; delsp=yes",
        b"<p class=MsoNormal>",
        b'<div class="gmail_quote">',
        b"MVH\nAnna\n",
        b"Status: 4.4.1",
    ),
]


def seeds() -> list[bytes]:
    """The message set, the small corpus and the sample replies, without the largest."""
    whole = [path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))]
    texts = [b"From: a@b.example\r\n\r\n" + sample.text.encode() for sample in samples()]
    return [raw for raw in (*whole, *CORPUS.values(), *texts) if len(raw) < 60_000]
