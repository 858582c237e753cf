"""The agent's day at the desk, in a real browser with the whole program behind it."""

from collections.abc import Callable, Iterator

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lyhord.cases.actions.assign_case import assign_case
from lyhord.cases.models import CannedReply, Case, Delivery, Draft
from lyhord.cases.tests.factories import hear_again, make_case, make_customer
from lyhord.core.actions import SYSTEM
from lyhord.core.tests.waiting import wait_until
from lyhord.people.models import Agent
from tests.browser import check_accessible
from tests.journeys.department import Department
from tests.journeys.readiness import EDITOR, await_desk

pytestmark = pytest.mark.journey


def given(
    department: Department, agent: Agent | None = None, subject: str = "Min lampa", name: str = "Maja Öberg"
) -> Case:
    case = make_case(department.queue, make_customer(name), subject=subject, text="Glaset är trasigt.", at=now())
    return assign_case(case=case, assignee=agent, by=SYSTEM, at=now()) if agent else case


@pytest.fixture
def windows(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Windows where errors of the server are part of the story, so that nobody watches the console."""
    opened: list[BrowserContext] = []

    def open_window() -> Page:
        opened.append(browser.new_context(locale="sv-SE", viewport={"width": 1440, "height": 900}))
        return opened[-1].new_page()

    yield open_window
    for context in opened:
        context.close()


def answer(page: Page, text: str) -> None:
    await_desk(page)
    page.keyboard.press("r")
    expect(page.locator(EDITOR)).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_what_one_writes_survives_reload_and_another_window_never_overwrites_it(
    windows: Callable[[], Page], department: Department
) -> None:
    elsa = department.agent("Elsa Lindqvist")
    case = given(department, elsa)
    address = f"{department.url}/cases/{case}/"
    page, other = windows(), windows()
    for window in (page, other):
        department.sign_in(window, elsa)

    page.goto(address)
    answer(page, "Hej Maja, vi skickar")
    expect(page.get_by_text("Sparat", exact=True)).to_be_visible()
    page.reload()
    expect(page.locator(EDITOR)).to_contain_text("Hej Maja, vi skickar")

    other.goto(address)
    answer(other, " en ny lampa")
    wait_until(lambda: Draft.objects.filter(case=case, html__contains="en ny lampa").exists())
    answer(page, " pengarna")

    expect(page.get_by_text("Du har skrivit något annat i ett annat fönster.")).to_be_visible()
    assert "en ny lampa" in Draft.objects.get(case=case).html
    page.get_by_role("button", name="Använd den texten").click()
    expect(page.locator(EDITOR)).to_contain_text("Hej Maja, vi skickar en ny lampa")


def test_text_is_kept_by_the_browser_while_the_server_does_not_answer(
    windows: Callable[[], Page], department: Department
) -> None:
    page = windows()
    elsa = department.agent("Elsa Lindqvist")
    case = given(department, elsa)
    department.sign_in(page, elsa)
    page.goto(f"{department.url}/cases/{case}/")
    page.route("**/drafts/**", lambda route: route.fulfill(status=503))
    with page.expect_response("**/drafts/**"):
        answer(page, "Får inte försvinna")
    page.unroute("**/drafts/**")

    page.reload()

    expect(page.locator(EDITOR)).to_contain_text("Får inte försvinna")
    wait_until(lambda: Draft.objects.filter(case=case, html__contains="Får inte försvinna").exists())


def test_sent_reply_is_undone_and_its_text_comes_back(page: Page, department: Department) -> None:
    elsa = department.agent("Elsa Lindqvist")
    case = given(department, elsa)
    department.sign_in(page, elsa)
    page.goto(f"{department.url}/cases/{case}/")

    answer(page, "Fel svar")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Ångra").click()

    expect(page.locator(EDITOR)).to_contain_text("Fel svar")
    expect(page.locator("#conversation .entry", has_text="Fel svar")).to_have_count(0)
    assert Delivery.objects.get(entry__case=case).state == Delivery.State.WITHDRAWN
    assert department.relay.arrived == []


def test_customers_new_message_is_told_before_the_answer_leaves(page: Page, department: Department) -> None:
    elsa = department.agent("Elsa Lindqvist")
    case = given(department, elsa)
    department.sign_in(page, elsa)
    page.goto(f"{department.url}/cases/{case}/")
    answer(page, "Vi skickar en ny.")

    hear_again(case, "Jag vill hellre ha pengarna!", at=now())

    expect(page.get_by_text("Kunden skrev igen medan du skrev.")).to_be_visible()
    expect(page.locator("#conversation .entry", has_text="hellre ha pengarna")).to_be_visible()
    expect(page.locator(EDITOR)).to_contain_text("Vi skickar en ny.")


def test_two_colleagues_see_each_other_and_who_writes(
    page: Page, windows: Callable[[], Page], department: Department
) -> None:
    elsa, amira = department.agent("Ellinor Vik"), department.agent("Amira Haddad")
    case = given(department, elsa)
    address = f"{department.url}/cases/{case}/"
    department.sign_in(page, elsa)
    page.goto(address)
    theirs = windows()
    department.sign_in(theirs, amira)
    theirs.goto(address)

    expect(page.locator(".composer [title='Amira Haddad tittar på ärendet']")).to_be_visible()
    theirs.keyboard.press("n")
    theirs.keyboard.type("@Ell")
    theirs.get_by_role("option", name="Ellinor Vik").wait_for()
    theirs.keyboard.press("Enter")
    theirs.keyboard.type("tar du den?")
    expect(page.get_by_text("Amira skriver").locator("visible=true")).to_be_visible()
    theirs.keyboard.press("Control+Enter")
    expect(page.locator("#conversation .entry", has_text="tar du den?")).to_be_visible()
    expect(page.locator(".mention", has_text="@Ellinor Vik")).to_be_visible()
    theirs.close(run_before_unload=True)

    expect(page.locator(".composer [data-viewers] .presence")).to_have_count(0)


def test_whole_case_is_handled_by_keyboard(page: Page, department: Department) -> None:
    elsa = department.agent("Elsa Lindqvist")
    CannedReply.objects.create(title="Ersätt trasig vara", shortcut="trasig", body="Hej {{ customer.first_name }}!")
    first = given(department, elsa, "Första frågan", "Henrik Sjöstrand")
    given(department, elsa, "Andra frågan")
    department.sign_in(page, elsa)
    page.goto(f"{department.url}/inbox/mine/")

    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Första frågan")).to_be_visible()
    await_desk(page)
    page.keyboard.press("r")
    expect(page.locator(EDITOR)).to_be_focused()
    page.keyboard.press("/")
    page.get_by_label("Hitta ett färdigt svar").wait_for()
    page.keyboard.type("trasig")
    page.keyboard.press("Enter")
    expect(page.locator(EDITOR)).to_contain_text("Hej Henrik!")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(page.get_by_text("Status: löst.")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Andra frågan")).to_be_visible()
    await_desk(page)
    page.keyboard.press("s")
    page.get_by_role("button", name="I morgon bitti").locator("visible=true").first.click()
    expect(page.get_by_text("Kommer tillbaka")).to_be_visible()

    first.refresh_from_db()
    assert not first.is_open
    assert Case.objects.get(queue=department.queue, subject="Andra frågan").snoozed_until is not None


def test_telephone_shows_one_pane_at_a_time_and_back_leads_back(telephone: Page, department: Department) -> None:
    elsa = department.agent("Elsa Lindqvist")
    given(department, elsa)
    department.sign_in(telephone, elsa)
    telephone.goto(f"{department.url}/inbox/mine/")

    telephone.locator("a.case-row").click()
    expect(telephone.locator("#conversation .entry", has_text="Glaset är trasigt.")).to_be_visible()
    expect(telephone.locator("#list")).to_be_hidden()
    check_accessible(telephone)
    telephone.get_by_role("link", name="Svara", exact=True).click()
    expect(telephone.locator(EDITOR)).to_be_visible()
    telephone.go_back()
    telephone.get_by_role("link", name="Kund", exact=True).click()
    expect(telephone.locator("#customer h2", has_text="Maja Öberg")).to_be_visible()
    telephone.go_back()
    telephone.go_back()

    expect(telephone.locator("a.case-row")).to_be_visible()
    expect(telephone.locator("#conversation")).to_be_hidden()


def test_list_shows_news_without_moving_what_is_read(page: Page, department: Department) -> None:
    elsa = department.agent("Elsa Lindqvist")
    for serial in range(31):
        given(department, None, f"Fråga {serial}", f"Kund {serial}")
    department.sign_in(page, elsa)
    page.goto(f"{department.url}/inbox/unassigned/")
    page.locator("#list-scroll").evaluate("list => list.scrollTo(0, 400)")
    seen = page.locator("a.case-row", has_text="Fråga 8")
    before = seen.bounding_box()

    urgent = given(department, None, "Alldeles ny", "Ny Kund")
    Case.objects.filter(pk=urgent.pk).update(reply_due_at=now())

    expect(page.get_by_role("button", name="1 nya")).to_be_visible()
    assert seen.bounding_box() == before
    page.get_by_role("button", name="1 nya").click()
    expect(page.locator("a.case-row", has_text="Alldeles ny")).to_be_in_viewport()


def test_every_page_is_accessible_in_light_and_dark(page: Page, department: Department) -> None:
    anna = department.agent("Anna Administratör", role="administrator")
    case = given(department, anna)
    department.sign_in(page, anna)
    addresses = (
        f"/cases/{case}/",
        "/inbox/mine/",
        "/inbox/",
        "/cases/new/",
        "/customers/",
        f"/customers/{case.customer_id}/",
        "/search/?q=lampa",
        "/settings/queues/",
        f"/settings/queues/{department.queue.slug}/",
        "/settings/canned-replies/",
        "/settings/canned-replies/new/",
    )
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for address in addresses:
            page.goto(department.url + address)
            check_accessible(page)
