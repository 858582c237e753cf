"""What the server that received a message found out about its sender (RFC 8601)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from lyhord.channels.mail.parsed import ParsedMail

COMMENT: Final = re.compile(r"\([^()\\]*(?:\\.[^()\\]*)*\)")
RESULT: Final = re.compile(r"^\s*([a-z0-9-]+)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
METHODS: Final = ("spf", "dkim", "dmarc")
DEEPEST: Final = 10
FAILS: Final = frozenset({"fail", "permerror"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Results in the words of RFC 8601 §2.7 (`pass`, `fail`, `none` …), empty where the server `by` names none."""

    by: str
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""

    @property
    def fails(self) -> bool:
        """Whether the sender is probably not who the message says.

        DMARC decides, since it alone compares the address that people see (RFC 7489 §3.1); without it SPF and DKIM
        must both have failed, as forwarding breaks the one and mailing lists the other.
        """
        if self.dmarc and self.dmarc != "none":
            return self.dmarc in FAILS
        return self.spf == "fail" and self.dkim in FAILS

    def as_json(self) -> dict[str, Any]:
        return {"by": self.by, "spf": self.spf, "dkim": self.dkim, "dmarc": self.dmarc, "fails": self.fails}


def verdict_of(mail: ParsedMail, *, trusted: Collection[str]) -> Verdict | None:
    """The verdict of a server we trust, by its authserv-id in lower case; None when none of them has written.

    Anybody can write the header (RFC 8601 §7.1): only the topmost ones count, which our own server put there, and of
    several results of one method the topmost; several signatures pass when one of them does (RFC 6376 §4.2).
    """
    written = []
    for value in mail.headers.get("authentication-results", ()):
        server, results = _read(value)
        if server not in trusted:
            break
        written.append((server, results))
    if not written:
        return None
    found: dict[str, str] = {}
    for _server, results in written:
        for method, each in results.items():
            found.setdefault(method, each)
    return Verdict(by=written[0][0], **{method: found.get(method, "") for method in METHODS})


def _read(value: str) -> tuple[str, dict[str, str]]:
    plain = value
    for _ in range(DEEPEST):
        shorter = COMMENT.sub(" ", plain)
        if shorter == plain:
            break
        plain = shorter
    server, *results = re.sub(r'"[^"]*"', "", plain).split(";")
    words = server.split()
    return (words[0].lower() if words else ""), _results(results)


def _results(parts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in parts:
        named = RESULT.match(part)
        if named is None or named[1].lower() not in METHODS:
            continue
        method, result = named[1].lower(), named[2].lower()
        if method not in found or result == "pass":
            found[method] = result
    return found
