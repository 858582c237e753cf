"""Access tokens for mailboxes that take no password (RFC 6749 §4.4 and §6)."""

import http.client
import json
import ssl
import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from lyhord.channels.mail.fetching.account import Credentials
from lyhord.channels.mail.fetching.trouble import Trouble
from lyhord.core.config import config
from lyhord.core.outgoing import connect
from lyhord.core.sealing import unseal

TIMEOUT_S: Final = 20
MARGIN_S: Final = 120
MOST_BYTES: Final = 200_000


@dataclass(frozen=True, slots=True)
class Token:
    """`refresh_token` is set when the server has replaced the one it was asked with."""

    access_token: str
    expires_at: float
    refresh_token: str = ""

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.expires_at - MARGIN_S


def fetch_token(credentials: Credentials) -> Token:
    """Ask the token address for an access token; raises Trouble with the server's words, or OSError."""
    asked = {"client_id": credentials.client_id, "scope": credentials.scope}
    if credentials.client_secret:
        asked["client_secret"] = unseal(credentials.client_secret)
    if credentials.auth == "refresh_token":
        asked |= {"grant_type": "refresh_token", "refresh_token": unseal(credentials.secret)}
    else:
        asked["grant_type"] = "client_credentials"
    status, answer = _post(credentials.token_url, {key: value for key, value in asked.items() if value})
    token = answer.get("access_token")
    if status != http.client.OK or not isinstance(token, str):
        raise Trouble("token_refused", f"{status} {answer.get('error', '')} {answer.get('error_description', '')}")
    return Token(token, time.monotonic() + float(answer.get("expires_in") or 3600), answer.get("refresh_token") or "")


def _post(url: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
    parts = urlsplit(url)
    is_plain = parts.scheme == "http" and config().reaches_private_addresses
    if not parts.hostname or not (parts.scheme == "https" or is_plain):
        raise Trouble("token_refused", f"The token address must begin with https:// ({url})")
    line = connect(parts.hostname, parts.port or (80 if is_plain else 443), timeout_s=TIMEOUT_S)
    if not is_plain:
        line = ssl.create_default_context().wrap_socket(line, server_hostname=parts.hostname)
    client = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_S)
    client.sock = line
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        client.request("POST", path, urlencode(asked), headers)
        response = client.getresponse()
        return response.status, _json(response.read(MOST_BYTES))
    except http.client.HTTPException as error:
        raise Trouble("token_refused", str(error) or type(error).__name__) from error
    finally:
        client.close()


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    return answer if isinstance(answer, dict) else {"error_description": body[:200].decode("utf-8", "replace")}
