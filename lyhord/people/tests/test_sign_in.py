"""Signing in, by every way there is, in a real browser."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from lyhord.people.invitations import invitation_path
from lyhord.people.models import Agent
from lyhord.people.tests.factories import PASSWORD, make_agent
from tests.browser import LiveSite

LOGIN = "/accounts/login/"
SECURITY = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def _no_earlier_attempts(transactional_db: None) -> None:
    cache.clear()


def test_agent_signs_in_with_a_password(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()

    _sign_in(page, live_site, agent.email, PASSWORD)

    expect(page.get_by_role("button", name=re.compile(agent.name))).to_be_visible()


def test_wrong_password_is_told_and_the_address_stays(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()

    _sign_in(page, live_site, agent.email, "not the password")

    expect(page.get_by_role("alert")).to_contain_text("stämmer inte")
    expect(page.get_by_label("E-postadress")).to_have_value(agent.email)


def test_unknown_address_gets_the_same_answer_as_a_wrong_password(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()

    _sign_in(page, live_site, agent.email, "not the password")
    known = page.get_by_role("alert").inner_text()
    _sign_in(page, live_site, "nobody@nordljus.example", "not the password")

    assert page.get_by_role("alert").inner_text() == known


def test_closed_account_does_not_get_in(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    Agent.objects.filter(pk=agent.pk).update(is_active=False)

    _sign_in(page, live_site, agent.email, PASSWORD)

    expect(page.get_by_role("navigation", name="Huvudmeny")).to_have_count(0)


def test_many_wrong_passwords_stop_further_tries_even_the_right_one(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    for _ in range(6):
        _sign_in(page, live_site, agent.email, "not the password")

    _sign_in(page, live_site, agent.email, PASSWORD)

    expect(page.get_by_role("alert")).to_contain_text("För många")


def test_passkey_is_enough_from_then_on(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    _plug_in_authenticator(page)
    _sign_in(page, live_site, agent.email, PASSWORD)
    page.goto(live_site.url + SECURITY)
    page.get_by_role("link", name="Lägg till").click()
    _prove_oneself(page)
    _make_passkey(page)
    page.context.clear_cookies()

    page.goto(live_site.url + LOGIN)
    page.get_by_role("button", name="Logga in med lösennyckel").click()

    expect(page.get_by_role("button", name=re.compile(agent.name))).to_be_visible()


def test_invited_colleague_never_needs_a_password(page: Page, live_site: LiveSite) -> None:
    agent = make_agent(password=None)
    _plug_in_authenticator(page)

    page.goto(live_site.url + invitation_path(agent=agent))
    page.get_by_role("button", name="Skapa en lösennyckel").click()
    _make_passkey(page)
    page.context.clear_cookies()
    page.goto(live_site.url + LOGIN)
    page.get_by_role("button", name="Logga in med lösennyckel").click()

    expect(page.get_by_role("button", name=re.compile(agent.name))).to_be_visible()
    assert not Agent.objects.get(pk=agent.pk).has_usable_password()


def test_code_from_an_app_is_asked_for_besides_the_password_and_a_recovery_code_will_do(
    page: Page, live_site: LiveSite
) -> None:
    agent = make_agent()
    _sign_in(page, live_site, agent.email, PASSWORD)
    page.goto(live_site.url + SECURITY)
    page.get_by_role("link", name="Slå på").click()
    _prove_oneself(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("Kod från appen", exact=True).fill(_code_now(secret))
    page.get_by_role("button", name="Slå på").click()
    recovery_code = page.locator("#recovery_codes").input_value().split()[0]
    page.context.clear_cookies()

    _sign_in(page, live_site, agent.email, PASSWORD)
    expect(page.get_by_role("navigation", name="Huvudmeny")).to_have_count(0)
    page.get_by_role("textbox").fill(recovery_code)
    page.get_by_role("button", name="Logga in", exact=True).click()

    expect(page.get_by_role("button", name=re.compile(agent.name))).to_be_visible()


def test_forgotten_password_is_replaced_by_the_link_in_a_letter(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    page.goto(live_site.url + LOGIN)
    page.get_by_role("link", name="Glömt lösenordet?").click()
    page.get_by_label("E-postadress").fill(agent.email)
    page.get_by_role("button", name="Skicka länken").click()
    expect(page.get_by_role("heading", name="Titta i din e-post")).to_be_visible()
    link = re.search(r"http\S+/password/reset/key/\S+", str(mail.outbox[0].body))
    assert link is not None

    page.goto(link[0])
    for field in page.locator("input[type=password]").all():
        field.fill("ett helt nytt lösenord")
    page.get_by_role("button", name="Spara lösenordet").click()
    expect(page.get_by_role("heading", name="Lösenordet är bytt")).to_be_visible()
    _sign_in(page, live_site, agent.email, "ett helt nytt lösenord")

    expect(page.get_by_role("button", name=re.compile(agent.name))).to_be_visible()


def test_signing_out_everywhere_else_ends_the_other_session(page: Page, telephone: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    for screen in (page, telephone):
        _sign_in(screen, live_site, agent.email, PASSWORD)

    page.goto(live_site.url + "/accounts/sessions/")
    page.get_by_role("button", name="Logga ut överallt annars").click()
    telephone.goto(live_site.url + "/me/")

    expect(telephone.get_by_label("E-postadress")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(agent.name))).to_be_visible()


def test_sign_in_page_is_accessible_in_both_themes_and_on_a_telephone(
    page: Page, telephone: Page, live_site: LiveSite, assert_accessible: Callable[[Page], None]
) -> None:
    for screen in (page, telephone):
        for theme in ("light", "dark"):
            screen.emulate_media(color_scheme=theme)
            screen.goto(live_site.url + LOGIN)
            assert_accessible(screen)


def test_nobody_can_make_an_account_by_themselves(page: Page, live_site: LiveSite) -> None:
    page.goto(live_site.url + "/accounts/signup/")

    expect(page.get_by_role("textbox")).to_have_count(0)
    assert not EmailAddress.objects.exists()


def _sign_in(page: Page, site: LiveSite, email: str, password: str) -> None:
    page.goto(site.url + LOGIN)
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord", exact=True).fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Logga in", exact=True).click()


def _prove_oneself(page: Page) -> None:
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()


def _make_passkey(page: Page) -> None:
    page.get_by_label("Namn").fill("Datorn")
    passwordless = page.get_by_role("checkbox")
    if passwordless.count():
        passwordless.check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))


def _code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def _plug_in_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
