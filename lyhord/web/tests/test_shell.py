"""The frame around every page, as people meet it in the browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from lyhord.people.models import Agent
from lyhord.people.tests.factories import make_agent
from tests.browser import LiveSite

PROFILE = "/me/"


def test_component_sheet_is_accessible_in_both_themes(
    page: Page, live_site: LiveSite, assert_accessible: Callable[[Page], None]
) -> None:
    live_site.sign_in(page, make_agent())

    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(live_site.url + "/components/")
        assert_accessible(page)
        assert "<c-" not in page.content()


def test_first_thing_tab_reaches_is_the_way_past_the_menu(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, make_agent())
    page.goto(live_site.url + PROFILE)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()


def test_palette_finds_ways_by_words_without_accents_and_opens_by_keyboard(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, make_agent())
    page.goto(live_site.url + PROFILE)

    page.keyboard.press("Control+k")
    page.keyboard.type("sakerhet")
    page.keyboard.press("Enter")

    expect(page).to_have_url(live_site.url + "/accounts/2fa/")


def test_palette_is_accessible_and_escape_gives_focus_back(
    page: Page, live_site: LiveSite, assert_accessible: Callable[[Page], None]
) -> None:
    live_site.sign_in(page, make_agent())
    page.goto(live_site.url + PROFILE)
    opener = page.get_by_role("button", name="Sök eller gör")
    opener.focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")

    expect(opener).to_be_focused()


def test_question_mark_shows_shortcuts_but_not_while_writing(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, make_agent())
    page.goto(live_site.url + PROFILE)
    dialog = page.get_by_role("dialog", name="Kortkommandon")

    page.get_by_label("Titel").press("?")
    expect(dialog).to_be_hidden()
    page.locator("#content").focus()
    page.keyboard.press("?")

    expect(dialog).to_be_visible()


def test_agent_who_turned_single_keys_off_is_left_in_peace(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    Agent.objects.filter(pk=agent.pk).update(uses_shortcuts=False)
    live_site.sign_in(page, agent)
    page.goto(live_site.url + PROFILE)

    page.locator("#content").focus()
    page.keyboard.press("?")
    page.keyboard.press("Control+k")

    expect(page.get_by_role("dialog", name="Kortkommandon")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_be_visible()


def test_theme_changes_at_once_and_is_remembered_also_when_signed_out(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    live_site.sign_in(page, agent)
    page.goto(live_site.url + PROFILE)

    page.locator(".nav-user").click()
    with page.expect_response("**/me/appearance/"):
        page.locator("#user-menu").get_by_text("Mörkt").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.context.clear_cookies(name="sessionid")
    page.goto(live_site.url + "/accounts/login/")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert Agent.objects.get(pk=agent.pk).theme == Agent.Theme.DARK


def test_agent_says_that_they_are_on_a_break(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    live_site.sign_in(page, agent)
    page.goto(live_site.url + PROFILE)

    page.locator(".nav-user").click()
    with page.expect_response("**/me/presence/"):
        page.locator("#user-menu").get_by_text("På rast").click()

    assert Agent.objects.get(pk=agent.pk).presence == Agent.Presence.BREAK


def test_colleagues_presence_changes_wherever_it_is_shown(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    live_site.sign_in(page, agent)
    page.goto(live_site.url + PROFILE)

    page.evaluate(
        "pk => document.dispatchEvent(new CustomEvent('live:presence', {detail: {agent: pk, presence: 'away'}}))",
        agent.pk,
    )

    expect(page.locator(".nav-user")).to_contain_text("Borta")
    expect(page.locator(".nav-user .avatar-state")).to_have_attribute("data-presence", "away")


def test_lost_line_is_told(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, make_agent())

    page.goto(live_site.url + PROFILE)

    expect(page.get_by_role("alert")).to_contain_text("Förbindelsen är bruten")


def test_toast_can_be_undone_and_waits_while_it_has_focus(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, make_agent())
    page.goto(live_site.url + PROFILE)

    page.evaluate(
        "told => document.dispatchEvent(new CustomEvent('toast', {detail: told}))",
        {"text": "Svaret är skickat", "undo": "/undo/"},
    )
    page.route("**/undo/", lambda route: route.fulfill(status=204))
    with page.expect_request("**/undo/") as asked:
        page.get_by_role("status").get_by_role("button", name="Ångra").click()

    assert asked.value.method == "POST"
    expect(page.get_by_text("Svaret är skickat")).to_be_hidden()


def test_telephone_has_menu_and_presence_at_the_thumb(
    telephone: Page, live_site: LiveSite, assert_accessible: Callable[[Page], None]
) -> None:
    live_site.sign_in(telephone, make_agent())
    telephone.goto(live_site.url + PROFILE)

    telephone.get_by_role("button", name="Mer").click()

    expect(telephone.get_by_role("dialog", name="Mer").get_by_text("På rast")).to_be_visible()
    assert_accessible(telephone)
    assert telephone.evaluate("document.documentElement.scrollWidth") == 390


def test_what_does_not_exist_is_told_calmly(
    page: Page, live_site: LiveSite, assert_accessible: Callable[[Page], None]
) -> None:
    live_site.sign_in(page, make_agent())

    page.goto(live_site.url + PROFILE)
    answer = page.request.get(live_site.url + "/nothing/")

    assert answer.status == 404
    assert "Det finns inget här" in answer.text()
