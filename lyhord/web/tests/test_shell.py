from collections.abc import Callable

from playwright.sync_api import Page, expect

from lyhord.people.tests.factories import make_agent
from tests.browser import LiveSite


def test_component_sheet_is_accessible_in_both_themes(
    page: Page, live_site: LiveSite, assert_accessible: Callable[[Page], None]
) -> None:
    live_site.sign_in(page, make_agent())

    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(live_site.url + "/components/")
        assert_accessible(page)


def test_palette_finds_ways_by_words_without_accents_and_opens_by_keyboard(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, make_agent())
    page.goto(live_site.url + "/me/")

    page.keyboard.press("Control+k")
    page.keyboard.type("inloggning")
    page.keyboard.press("Enter")

    expect(page).to_have_url(live_site.url + "/accounts/2fa/")
