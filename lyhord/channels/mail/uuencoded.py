"""Files written into the words of a message, as programs did before MIME."""

import binascii
import re
from mimetypes import guess_type
from typing import Final

from lyhord.channels.mail.parsed import ParsedAttachment

FILE: Final = re.compile(
    r"^begin [0-7]{3,4} ([^\n]{1,200})\n((?:[!-`][ -`]{0,85}\n){1,200000})[ `]?\n?end[ ]*$", re.MULTILINE
)


def without_files(text: str) -> tuple[str, list[ParsedAttachment]]:
    """The text without its uuencoded files, and the files; one that cannot be read stays in the text."""
    if "begin " not in text:
        return text, []
    files: list[ParsedAttachment] = []

    def take(found: re.Match[str]) -> str:
        content = _content(found[2])
        if content is None:
            return found[0]
        name = found[1].replace("\\", "/").rpartition("/")[2].strip() or "attachment.bin"
        files.append(ParsedAttachment(name, guess_type(name)[0] or "application/octet-stream", content))
        return ""

    return FILE.sub(take, text), files


def _content(lines: str) -> bytes | None:
    try:
        return b"".join(binascii.a2b_uu(line) for line in lines.split("\n") if line.strip(" `"))
    except binascii.Error:
        return None
