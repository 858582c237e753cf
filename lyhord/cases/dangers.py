"""Which files should be opened with care: by their name and by their first bytes."""

import re
from typing import Final

_DIRECTION_MARKS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE: Final = re.compile("[\u0000-\u001f\u007f\u00ad\u200b-\u200d\u2060\ufeff]")
_PROGRAMS: Final = frozenset(
    {
        *("exe", "com", "scr", "pif", "cpl", "dll", "msi", "msp", "msix", "appx", "apk", "app", "dmg", "pkg", "deb"),
        *("rpm", "jar", "bin", "run", "elf", "sys", "gadget", "iso", "img", "vhd", "vhdx", "application", "xll"),
    }
)
_SCRIPTS: Final = frozenset(
    {
        *("bat", "cmd", "ps1", "psm1", "vbs", "vbe", "js", "jse", "mjs", "wsf", "wsh", "wsc", "hta", "sh", "bash"),
        *(
            "py",
            "pl",
            "rb",
            "php",
            "reg",
            "lnk",
            "url",
            "scf",
            "inf",
            "chm",
            "desktop",
            "command",
            "jnlp",
            "settingcontent-ms",
        ),
        *("htm", "html", "xhtml", "shtml", "svg", "svgz", "mht", "mhtml", "one", "library-ms", "search-ms"),
    }
)
_MACROS: Final = frozenset(
    {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppam", "ppsm", "sldm", "iqy", "slk"}
)
_INNOCENT: Final = frozenset(
    {
        *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "txt", "csv", "rtf", "jpg", "jpeg", "png"),
        *("gif", "webp", "heic", "mp3", "mp4", "mov", "zip", "eml"),
    }
)
_PROGRAM_BYTES: Final = (
    *(b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
    b"\xca\xfe\xba\xbe",
)
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_STREAMS: Final = (b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T", b"V\0B\0A\0", b"Macros", b"M\0a\0c\0r\0o\0s\0")
_ZIP: Final = b"PK\x03\x04"
_SHORTCUT: Final = b"L\0\0\0\x01\x14\x02\0"
_MARKUP: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|script|hta:|svg\b)", re.IGNORECASE)


def danger_of(*, filename: str, content: bytes) -> str:
    """Why a file should be opened with care, as a code of ``sentences``; empty when nothing speaks against it.

    Codes: ``disguised`` (a name that hides what the file is), ``program``, ``script``, ``macro``. The bytes decide as
    well as the name: a program called ``kvitto.pdf`` is disguised.
    """
    endings = _endings(filename)
    kind = _by_bytes(content) or _by_name(endings[-1:])
    if not kind:
        return ""
    if kind != "macro" and (_is_turned(filename) or _hides_behind_innocent(endings)):
        return "disguised"
    return kind


def without_direction_marks(name: str) -> str:
    """A file name as it stands in memory, in its true order, without characters that nobody sees."""
    return _INVISIBLE.sub("", _DIRECTION_MARKS.sub("", name)) or "file"


def _endings(filename: str) -> list[str]:
    """``faktura.pdf   .exe.`` gives pdf and exe: Windows ignores blanks and dots at the end of a name."""
    parts = without_direction_marks(filename).lower().rstrip(". ").split(".")
    return [part.strip() for part in parts[1:]]


def _by_name(endings: list[str]) -> str:
    for ending in endings:
        for kind, known in (("program", _PROGRAMS), ("script", _SCRIPTS), ("macro", _MACROS)):
            if ending in known:
                return kind
    return ""


def _by_bytes(content: bytes) -> str:
    if content.startswith(_PROGRAM_BYTES):
        return "program"
    if content.startswith((b"#!", _SHORTCUT)) or _MARKUP.match(content[:500]):
        return "script"
    if content.startswith(_OLD_OFFICE) and any(stream in content for stream in _MACRO_STREAMS):
        return "macro"
    if content.startswith(_ZIP) and b"vbaProject.bin" in content:
        return "macro"
    return ""


def _is_turned(filename: str) -> bool:
    return bool(_DIRECTION_MARKS.search(filename))


def _hides_behind_innocent(endings: list[str]) -> bool:
    return any(ending in _INNOCENT for ending in endings[-2:])
