"""Signing in with the organisation's own accounts is a matter of settings alone."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from lyhord.core.config import ConfigError
from lyhord.people.oidc import oidc_providers

GIVEN = {
    "LYHORD_OIDC_SERVER": "https://login.nordljus.example/",
    "LYHORD_OIDC_CLIENT_ID": "lyhord",
    "LYHORD_OIDC_SECRET": "hemligt",
    "LYHORD_OIDC_NAME": "Nordljus konto",
}


def test_nothing_is_offered_when_nothing_is_set() -> None:
    assert oidc_providers({}) == {}


def test_half_a_setting_names_what_is_missing() -> None:
    with pytest.raises(ConfigError, match="LYHORD_OIDC_CLIENT_ID, LYHORD_OIDC_SECRET"):
        oidc_providers({"LYHORD_OIDC_SERVER": "https://login.nordljus.example"})


def test_provider_is_what_the_environment_says_and_proves_each_exchange() -> None:
    provider = oidc_providers(GIVEN)["openid_connect"]

    assert provider["OAUTH_PKCE_ENABLED"] is True
    assert provider["APPS"] == [
        {
            "provider_id": "organisation",
            "name": "Nordljus konto",
            "client_id": "lyhord",
            "secret": "hemligt",
            "settings": {"server_url": "https://login.nordljus.example"},
        }
    ]


@pytest.mark.django_db
def test_sign_in_page_has_a_button_for_it(client: Client, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(GIVEN)

    page = client.get("/accounts/login/").content.decode()

    assert "Logga in med Nordljus konto" in page
    assert "/accounts/oidc/organisation/login/" in page
    assert "hemligt" not in page
