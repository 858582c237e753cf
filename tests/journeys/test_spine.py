"""The spine: a real e-mail becomes a case, an agent answers it in the browser, the answer arrives, and so on."""

import pytest
from playwright.sync_api import Page, expect

from lyhord.cases.models import Case
from lyhord.core.tests.waiting import wait_until
from tests.journeys.department import ADDRESS, Department
from tests.journeys.readiness import EDITOR, await_desk

pytestmark = pytest.mark.journey

LIVE_MS = 10_000


def test_mail_becomes_a_case_live_is_answered_and_the_customers_answer_lands_in_the_same_case(
    page: Page, department: Department
) -> None:
    elsa = department.agent("Elsa Lindqvist")
    department.sign_in(page, elsa)
    page.goto(f"{department.url}/inbox/unassigned/")
    page.evaluate("window.neverReloaded = true")

    asked = department.write("Hej! Var är min order?\n\nHälsningar Maja", subject="Min order")
    row = page.locator("a.case-row", has_text="Min order")
    expect(row).to_be_visible(timeout=LIVE_MS)

    row.click()
    expect(page.locator("#conversation .entry", has_text="Var är min order?")).to_be_visible()
    await_desk(page)
    page.keyboard.press("t")
    expect(page.get_by_text("Ärendet är ditt.")).to_be_visible()
    await_desk(page)
    page.keyboard.press("r")
    expect(page.locator(EDITOR)).to_be_focused()
    page.keyboard.type("Hej Maja! Paketet kommer i morgon.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Skickat.", exact=True)).to_be_visible()

    wait_until(lambda: department.relay.arrived, deadline_s=40)
    sender, recipient, answer = department.relay.arrived[0]
    assert recipient == department.customer
    assert answer["In-Reply-To"] == asked
    assert asked in answer["References"]
    assert ADDRESS.split("@")[1] in answer["From"]
    assert "Min order" in answer["Subject"]
    assert "Paketet kommer i morgon." in answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Elsa Lindqvist" in answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "@" in sender

    department.write("Tack, vad bra!", subject="SV: Min order", answers=answer)
    expect(page.locator("#conversation .entry", has_text="Tack, vad bra!")).to_be_visible(timeout=LIVE_MS)

    case = Case.objects.get(queue=department.queue)
    assert case.assignee == elsa
    assert case.status == Case.Status.OPEN
    assert case.entries.filter(kind="message").count() == 3
    assert page.evaluate("window.neverReloaded") is True
    assert len(department.relay.arrived) == 1
