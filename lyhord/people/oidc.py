"""Sign-in with the organisation's own accounts, by OpenID Connect, told in the environment alone."""

from collections.abc import Mapping
from typing import Any

from lyhord.core.config import ConfigError

_NEEDED = ("LYHORD_OIDC_SERVER", "LYHORD_OIDC_CLIENT_ID", "LYHORD_OIDC_SECRET")


def oidc_providers(env: Mapping[str, str]) -> dict[str, Any]:
    """What allauth needs to offer one OpenID Connect provider; empty when none is configured.

    LYHORD_OIDC_SERVER is the issuer's address (where ``/.well-known/openid-configuration`` is found), with
    LYHORD_OIDC_CLIENT_ID and LYHORD_OIDC_SECRET as the issuer gave them and LYHORD_OIDC_NAME for the button.
    The issuer must vouch for e-mail addresses: an agent is recognised by a verified one.
    """
    given = [name for name in _NEEDED if env.get(name)]
    if not given:
        return {}
    missing = [name for name in _NEEDED if name not in given]
    if missing:
        raise ConfigError(f"Sign-in with OpenID Connect also needs {', '.join(missing)}.")
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_app(env)]}}


def _app(env: Mapping[str, str]) -> dict[str, Any]:
    return {
        "provider_id": "organisation",
        "name": env.get("LYHORD_OIDC_NAME") or env.get("LYHORD_ORGANISATION") or "OpenID Connect",
        "client_id": env["LYHORD_OIDC_CLIENT_ID"],
        "secret": env["LYHORD_OIDC_SECRET"],
        "settings": {"server_url": env["LYHORD_OIDC_SERVER"].rstrip("/")},
    }
