from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lyhord.cases.tests.factories import make_agent
from lyhord.channels.tests.factories import entry_of, make_mail, make_mailbox, take_in
from tests.browser import LiveSite

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.fixture
def site(live_site: LiveSite, page: Page) -> LiveSite:
    make_mailbox()
    case = entry_of(take_in(make_mail())).case
    take_in(make_mail(sender="Petter Öberg <bror@annan.example>", subject=f"Re: {case}, Var är min order?"))
    live_site.sign_in(page, make_agent("Karin Wallin", role="administrator"))
    return live_site


@pytest.mark.parametrize("path", ["/ledger/", "/held/", "/settings/mailboxes/", "/settings/mailboxes/new/"])
def test_pages_are_for_everybody(
    site: LiveSite, page: Page, path: str, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto(site.url + path)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)


def test_a_message_can_be_read_in_its_sheet(
    site: LiveSite, page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto(site.url + "/ledger/")

    page.get_by_role("link", name="Re: ").first.click()

    expect(page.frame_locator("iframe").get_by_text("Paketet har inte kommit")).to_be_visible()
    assert_accessible(page)


def test_a_stranger_is_let_in_by_keyboard_and_undone(site: LiveSite, page: Page) -> None:
    page.goto(site.url + "/held/")

    page.get_by_role("button", name="Lägg till som deltagare").press("Enter")
    expect(page.get_by_text("Inget hålls")).to_be_visible()
    page.get_by_role("button", name="Ångra").first.press("Enter")

    expect(page.get_by_role("button", name="Lägg till som deltagare")).to_be_visible()


def test_held_messages_fit_a_telephone(site: LiveSite, telephone: Page, tmp_path: Path) -> None:
    site.sign_in(telephone, make_agent("Elsa Lindqvist"))

    telephone.goto(site.url + "/held/")

    assert telephone.evaluate("document.documentElement.scrollWidth") <= 390
