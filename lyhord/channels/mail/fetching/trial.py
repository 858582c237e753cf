"""Trying settings before they are used: connect, sign in, look into the folder, touch nothing."""

from contextlib import closing
from dataclasses import dataclass, replace

from lyhord.channels.mail.fetching.account import Account
from lyhord.channels.mail.fetching.diagnosis import trouble_of
from lyhord.channels.mail.fetching.line import open_line
from lyhord.channels.mail.fetching.tokens import fetch_token


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of it: a kind of trouble with the server's words, or how many messages the folder holds."""

    trouble: str
    words: str
    messages: int
    can_idle: bool


def try_account(account: Account) -> Trial:
    """Go all steps up to the first message; never raises for what the other side does."""
    try:
        token = None if account.credentials.auth == "password" else fetch_token(account.credentials)
        with closing(open_line(replace(account, after="nothing"), token=token)) as line:
            line.select()
            return Trial("", "", len(line.uids_from(1)), line.can_idle)
    except Exception as error:  # noqa: BLE001 -- whatever went wrong is what was asked for
        trouble = trouble_of(error)
        return Trial(trouble.kind, trouble.words, 0, can_idle=False)
