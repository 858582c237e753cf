"""What strangers send, looked at in a browser: marked, moved, answered with a quote."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lyhord.cases.actions.save_acknowledgement import save_acknowledgement
from lyhord.cases.models import Case, Entry
from lyhord.cases.tests.factories import make_agent
from lyhord.channels.tests.factories import entry_of, make_mail, make_mailbox, make_queue, take_in
from lyhord.core.actions import SYSTEM
from tests.browser import LiveSite

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

INVITE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u1\r\nSUMMARY:Genomgång\r\n"
    "LOCATION:Rum Björken\r\nDTSTAMP:20260601T000000Z\r\nDTSTART:20260603T120000Z\r\nDTEND:20260603T130000Z\r\n"
    "ORGANIZER:mailto:anna@post.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def case() -> Case:
    queue = make_queue(response_time_min=480)
    make_mailbox(queue=queue)
    body = "Hej {{ customer.first_name }},\n\ndu får svar {{ answer.within }}. Numret är {{ case.number }}."
    save_acknowledgement(queue=queue, language="sv", body=body, by=SYSTEM)
    mail = make_mail(text="Hej! Välkomna på genomgång, se bilagan.\n\nMvh Maja")
    mail.add_alternative(
        '<p>Hej! Se <a href="https://evil.example/x">www.postnord.se</a><img src="https://spion.example/a.gif"></p>',
        subtype="html",
    )
    mail.add_alternative(INVITE, subtype="calendar", params={"method": "REQUEST"})
    mail.add_attachment(b"MZ\x90", maintype="application", subtype="pdf", filename="faktura.pdf.exe")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="kvitto.pdf")
    entry = entry_of(take_in(mail))
    entry.facts["authentication"] = {
        "by": "mx.nordljus.example",
        "spf": "fail",
        "dkim": "",
        "dmarc": "fail",
        "fails": True,
    }
    entry.save(update_fields=["facts"])
    return entry.case


@pytest.fixture
def site(live_site: LiveSite, page: Page, case: Case) -> LiveSite:
    live_site.sign_in(page, make_agent("Karin Wallin", role="administrator"))
    return live_site


def test_a_doubtful_message_is_marked_for_everybody(
    site: LiveSite, page: Page, case: Case, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{site.url}/cases/{case}/")

    expect(page.get_by_text("Avsändaren kunde inte bekräftas")).to_be_visible()
    expect(page.get_by_text("onsdag 3 juni 2026, 14.00–15.00")).to_be_visible()
    expect(page.get_by_text("Namnet döljer vad filen är")).to_be_visible()
    expect(page.get_by_text("Skickades automatiskt")).to_be_visible()
    assert_accessible(page)


def test_the_original_tells_where_its_links_lead(site: LiveSite, page: Page, case: Case) -> None:
    page.goto(f"{site.url}/cases/{case}/")

    page.get_by_role("button", name="Visa originalet").click()

    expect(page.frame_locator("iframe").get_by_text("→ evil.example")).to_be_visible()


def test_a_message_is_moved_and_put_back_by_its_menu(
    site: LiveSite, page: Page, case: Case, assert_accessible: Callable[[Page], None]
) -> None:
    other = entry_of(take_in(make_mail(subject="En annan sak"))).case
    entry = case.entries.earliest("pk")
    page.goto(f"{site.url}/cases/{case}/")

    page.get_by_role("button", name="Fler val för meddelandet").click()
    page.get_by_role("button", name="Flytta till ett annat ärende").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="En annan sak").click()
    expect(page.get_by_text(f"Meddelandet ligger i ärende {other} nu.")).to_be_visible()
    assert Entry.objects.get(pk=entry.pk).case == other
    page.get_by_role("button", name="Ångra").click()

    expect(page.get_by_text(f"Meddelandet är tillbaka i ärende {case}.")).to_be_visible()
    assert Entry.objects.get(pk=entry.pk).case == case


def test_an_answer_takes_the_earlier_message_along_when_chosen(site: LiveSite, page: Page, case: Case) -> None:
    page.goto(f"{site.url}/cases/{case}/")

    page.get_by_label("Ta med tidigare meddelanden").check()
    page.locator("trix-editor").first.click()
    page.keyboard.type("Tack, vi tittar på det.")
    page.get_by_role("button", name="Skicka och vänta på kund").click()
    expect(page.get_by_text("Skickat.", exact=True)).to_be_visible()

    answer = case.entries.get(direction=Entry.Direction.OUT, is_auto=False)
    assert answer.facts["quotes"] == case.entries.earliest("pk").pk


@pytest.mark.parametrize("path", ["", "acknowledgement/sv/"])
def test_the_queues_pages_are_for_everybody(
    site: LiveSite, page: Page, case: Case, path: str, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{site.url}/settings/queues/{case.queue.slug}/{path}")

    expect(page.get_by_text("Mottagningsbekräftelse").first).to_be_visible()
    assert_accessible(page)


def test_a_doubtful_message_fits_a_telephone(site: LiveSite, telephone: Page, case: Case) -> None:
    site.sign_in(telephone, make_agent("Elsa Lindqvist"))

    telephone.goto(f"{site.url}/cases/{case}/")

    expect(telephone.get_by_text("Avsändaren kunde inte bekräftas")).to_be_visible()
    assert telephone.evaluate("document.documentElement.scrollWidth") <= 390
