"""What the large mail services want (as their own documentation of IMAP with OAuth 2 says)."""

from typing import Any, Final

PRESETS: Final[dict[str, dict[str, Any]]] = {
    "microsoft": {
        "host": "outlook.office365.com",
        "port": 993,
        "tls": "implicit",
        "auth": "client_credentials",
        "token_url": "https://login.microsoftonline.com/TENANT/oauth2/v2.0/token",
        "scope": "https://outlook.office365.com/.default",
    },
    "google": {
        "host": "imap.gmail.com",
        "port": 993,
        "tls": "implicit",
        "auth": "refresh_token",
        "token_url": "https://oauth2.googleapis.com/token",
        "scope": "https://mail.google.com/",
    },
}
