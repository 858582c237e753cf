"""Bytes to text when the label may be wrong, missing or a lie."""

import codecs
import re
from functools import lru_cache
from typing import Final

from charset_normalizer import from_bytes

SUPERSETS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz",
    "big5": "cp950",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
}
NICKNAMES: Final = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac-roman",
    "x-euc-jp": "euc_jp",
    "x-big5": "cp950",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "cp-850": "cp850",
    "windows-874": "cp874",
}
GUESSABLE: Final = [
    *("gb18030", "big5", "cp932", "euc_jp", "euc_kr", "koi8_r", "cp1251", "iso8859_5", "cp1253", "cp1255", "cp1256")
]
WESTERN_SHARE: Final = 0.3
FEWEST_FOREIGN: Final = 6
SAMPLE: Final = 20_000
DOS_NORDIC: Final = re.compile(r"(?<=[A-Za-z])[†„”](?=[A-Za-z])")
SEVEN_BIT_ESCAPES: Final = re.compile(rb"\x1b[$(][@ABIJ(D]|~\{[!-~]{2}")
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
STATEFUL: Final = frozenset({"utf-7", "iso2022_jp_ext", "iso2022_jp", "iso2022_kr", "hz", "utf-16", "utf-32"})


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(chr(byte) if byte in UNDEFINED else bytes([byte]).decode("cp1252") for byte in wrong), error.end


UNDEFINED: Final = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
codecs.register_error("lyhord-windows-1252", _windows_1252)


def decode_text(raw: bytes, declared: str = "") -> tuple[str, str]:
    """The text of `raw` and a defect code (empty when the declared charset was right).

    Labels mean what the WHATWG Encoding Standard says (ISO-8859-1 is Windows-1252, GB2312 is GB18030). Valid
    UTF-8 wins over any single-byte label. Never raises and never loses a byte silently.
    """
    codec = _codec(declared)
    if raw.isascii() and codec not in STATEFUL:
        return _undeclared_escapes(raw) if b"\x1b" in raw else (storable(raw.decode("ascii")), "")
    if not codec:
        guessed, guess = _guess(raw)
        return storable(guessed), f"charset-{'unknown' if declared else 'missing'}:{guess}"
    if codec not in STATEFUL and codec != "utf-8" and (text := _utf_8(raw)) is not None:
        return storable(text), f"charset-wrong:{declared.lower()}"
    return _declared(raw, codec, declared.lower())


def storable(text: str) -> str:
    """The text without what PostgreSQL cannot hold: NUL goes, a lone surrogate becomes U+FFFD."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    return UNSTORABLE.sub(lambda found: "" if found[0] == "\x00" else "�", text)


def _declared(raw: bytes, codec: str, declared: str) -> tuple[str, str]:
    try:
        return storable(raw.decode(codec)), ""
    except UnicodeDecodeError:
        if codec == "utf-8":
            return storable(_not_quite_utf_8(raw)), "charset-wrong:utf-8"
    try:
        return storable(raw.decode(codec, "lyhord-windows-1252" if codec == "cp1252" else "replace")), (
            "" if codec == "cp1252" else f"charset-damaged:{declared}"
        )
    except (UnicodeError, ValueError):
        return storable(raw.decode("cp1252", "replace")), f"charset-wrong:{declared}"


def _not_quite_utf_8(raw: bytes) -> str:
    broken = raw.decode("utf-8", "ignore")
    if broken.isascii():
        return _guess(raw)[0]
    return raw.decode("utf-8", "lyhord-windows-1252")


def _utf_8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _guess(raw: bytes) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), "utf-16"
    if (text := _utf_8(raw)) is not None:
        return text, "utf-8"
    sample = raw[:SAMPLE]
    if _looks_foreign(sample):
        best = from_bytes(sample, cp_isolation=GUESSABLE, threshold=0.4).best()
        if best is not None:
            return raw.decode(best.encoding, "replace"), best.encoding
    text = raw.decode("cp1252", "lyhord-windows-1252")
    if DOS_NORDIC.search(text):
        return raw.decode("cp850", "replace"), "cp850"
    return text, "windows-1252"


def _looks_foreign(sample: bytes) -> bool:
    letters = len(sample.translate(None, b" \t\r\n0123456789.,:;<>/=\"'-_"))
    high = len(sample.translate(None, bytes(range(128))))
    return high >= FEWEST_FOREIGN and high > WESTERN_SHARE * letters


def _undeclared_escapes(raw: bytes) -> tuple[str, str]:
    if SEVEN_BIT_ESCAPES.search(raw):
        return storable(raw.decode("iso2022_jp_ext", "replace")), "charset-missing:iso-2022-jp"
    return storable(raw.decode("ascii")), ""


@lru_cache(maxsize=256)
def _codec(declared: str) -> str:
    label = declared.strip().strip("\"'").lower().partition("*")[0]
    label = NICKNAMES.get(label, label)
    try:
        found = codecs.lookup(label) if label else None
    except (LookupError, ValueError):
        return ""
    if (
        found is None
        or not getattr(found, "_is_text_encoding", True)
        or found.name in {"idna", "punycode", "undefined"}
    ):
        return ""
    if found.name in {"unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}:
        return ""
    return SUPERSETS.get(found.name, found.name)
