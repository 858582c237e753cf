"""Why mail cannot be fetched, told as one of a few kinds that the page has words for."""

from typing import Final, Literal

Kind = Literal[
    "no_such_host",
    "unreachable",
    "timed_out",
    "forbidden_address",
    "certificate",
    "tls",
    "no_starttls",
    "wrong_password",
    "token_refused",
    "busy",
    "folder_missing",
    "folder_closed",
    "cut",
    "server_said",
    "secret_lost",
    "database",
]

NEEDS_A_PERSON: Final = frozenset(
    {"no_such_host", "forbidden_address", "certificate", "no_starttls", "wrong_password", "token_refused"}
    | {"folder_missing", "folder_closed", "secret_lost"}
)
MOST_WORDS: Final = 500


class Trouble(Exception):  # noqa: N818 -- a named fact
    """Fetching stopped; `kind` says why, `words` are the other side's own."""

    def __init__(self, kind: Kind, words: str = "") -> None:
        super().__init__(f"{kind}: {words}")
        self.kind: Kind = kind
        self.words = " ".join(words.replace("\0", "").split())[:MOST_WORDS]
