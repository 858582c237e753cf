"""What a message becomes."""

from collections.abc import Iterator
from email.message import EmailMessage
from threading import Event

import pytest
from django.utils import timezone

from lyhord.cases.actions.move_entry import move_entry
from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.models import Case, Entry
from lyhord.cases.tests.factories import make_agent
from lyhord.cases.tests.test_inbox_page import page
from lyhord.channels.intake.draining import drain
from lyhord.channels.intake.settling import settle
from lyhord.channels.models import Envelope
from lyhord.channels.tests.factories import arrive, entry_of, make_mail, make_mailbox, make_queue, take_in
from lyhord.core.config import config
from lyhord.customers.models import ContactPoint

pytestmark = pytest.mark.django_db


def test_a_message_becomes_a_case_of_its_sender_in_the_queue_of_its_mailbox() -> None:
    queue = make_queue(name="Returer")
    make_mailbox(address="retur@nordljus.example", queue=queue)

    envelope = take_in(make_mail(), account="retur@nordljus.example", recipients=("retur@nordljus.example",))

    entry = entry_of(envelope)
    assert envelope.state == Envelope.State.PROCESSED
    assert entry.case.queue == queue
    assert entry.case.subject == "Var är min order?"
    assert entry.text.strip() == "Hej! Paketet har inte kommit."
    assert entry.created_at == envelope.received_at
    assert entry.threading["method"] == "new"
    assert ContactPoint.objects.get(address="maja@kund.example").customer == entry.case.customer


def test_pictures_in_the_text_and_files_come_along() -> None:
    make_mailbox()
    mail = make_mail()
    mail.add_alternative('<p>Så här ser den ut: <img src="cid:bild1"><script>x</script></p>', subtype="html")
    page = mail.get_body(("html",))
    assert isinstance(page, EmailMessage)
    page.add_related(b"\x89PNG picture", "image", "png", cid="<bild1>")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="kvitto.pdf")

    entry = entry_of(take_in(mail))

    picture, receipt = entry.attachments.order_by("-is_inline")
    assert receipt.filename == "kvitto.pdf"
    assert picture.is_inline
    assert f'src="{picture.url}"' in entry.html
    assert "script" not in entry.html


def test_an_answer_to_what_the_customer_wrote_lands_in_the_same_case() -> None:
    make_mailbox()
    first = take_in(make_mail(message_id="<1@kund.example>"))

    second = take_in(make_mail(subject="Hallå?", headers={"In-Reply-To": "<1@kund.example>"}))

    assert entry_of(second).case == entry_of(first).case
    assert entry_of(second).threading["method"] == "references"
    assert entry_of(second).threading["evidence"]["value"] == "<1@kund.example>"


def test_the_number_in_the_subject_is_enough_for_who_takes_part() -> None:
    make_mailbox()
    case = entry_of(take_in(make_mail())).case

    envelope = take_in(make_mail(subject=f"Angående {case}"))

    assert entry_of(envelope).case == case
    assert entry_of(envelope).threading["method"] == "subject_number"


@pytest.mark.parametrize("sign", ["number", "reference"])
def test_a_stranger_who_points_at_a_case_is_held(sign: str) -> None:
    make_mailbox()
    case = entry_of(take_in(make_mail(message_id="<1@kund.example>"))).case
    subject, headers = (f"Ärende {case}", {}) if sign == "number" else ("Hej", {"In-Reply-To": "<1@kund.example>"})

    envelope = take_in(make_mail(sender="bror@annan.example", subject=subject, headers=headers))

    assert (envelope.state, envelope.reason) == (Envelope.State.HELD, "stranger")
    assert envelope.decision["evidence"]["case"] == str(case)
    assert envelope.decision["evidence"]["takes_part"] is False
    assert case.entries.count() == 1


def test_who_got_a_copy_takes_part() -> None:
    make_mailbox()
    case = entry_of(take_in(make_mail(headers={"Cc": "bror@annan.example"}))).case

    envelope = take_in(make_mail(sender="bror@annan.example", subject=f"Re: {case}"))

    assert entry_of(envelope).case == case


def test_the_same_message_by_two_routes_is_one_entry() -> None:
    make_mailbox()
    make_mailbox(address="retur@nordljus.example")
    mail = make_mail()

    first = take_in(mail)
    second = take_in(mail, account="retur@nordljus.example", recipients=("retur@nordljus.example",))

    assert entry_of(first) == entry_of(second)
    assert (second.state, second.reason) == (Envelope.State.PROCESSED, "duplicate")
    assert Entry.objects.count() == 1


def test_another_message_with_a_message_id_used_before_is_not_lost() -> None:
    make_mailbox()
    take_in(make_mail(message_id="<always@kund.example>", text="Första"))

    second = take_in(make_mail(message_id="<always@kund.example>", text="Andra"))

    assert entry_of(second).text.strip() == "Andra"


def test_an_automatic_answer_is_kept_and_wakes_nobody() -> None:
    make_mailbox()
    case = entry_of(take_in(make_mail(message_id="<1@kund.example>"))).case
    Case.objects.filter(pk=case.pk).update(status=Case.Status.WAITING_CUSTOMER, reply_due_at=None)

    envelope = take_in(
        make_mail(subject="Frånvaro", headers={"In-Reply-To": "<1@kund.example>", "Auto-Submitted": "auto-replied"})
    )

    case.refresh_from_db()
    assert entry_of(envelope).is_auto
    assert entry_of(envelope).case == case
    assert (case.status, case.reply_due_at) == (Case.Status.WAITING_CUSTOMER, None)


def test_machines_that_answer_each_other_are_stopped() -> None:
    make_mailbox()
    take_in(make_mail(message_id="<1@kund.example>"))
    facts = {"In-Reply-To": "<1@kund.example>", "Auto-Submitted": "auto-replied"}

    states = [take_in(make_mail(subject=f"Svar {number}", headers=facts)).state for number in range(11)]

    assert states == [Envelope.State.PROCESSED] * 10 + [Envelope.State.HELD]


def test_what_a_colleague_forwards_is_the_original_senders_case() -> None:
    make_mailbox()
    elsa = make_agent()
    text = "Kan ni ta den här?\n\nFrån: Petter Öberg <petter@norrvik.example>\nÄmne: Trasig lampa\n\nDen kom sönder."

    envelope = take_in(make_mail(sender=elsa.email, subject="VB: Trasig lampa", text=text))

    entry = entry_of(envelope)
    assert entry.author_address == "petter@norrvik.example"
    assert entry.case.customer.name == "Petter Öberg"
    assert entry.threading["method"] == "forwarded"
    assert entry.threading["evidence"]["forwarded_by"] == elsa.email


def test_a_message_in_our_own_name_is_held() -> None:
    make_mailbox()

    envelope = take_in(make_mail(sender="kundservice@nordljus.example"))

    assert (envelope.state, envelope.reason) == (Envelope.State.HELD, "own_address")


def test_a_message_that_says_no_sender_is_held() -> None:
    make_mailbox()

    envelope = take_in(b"Subject: tyst\r\n\r\nhej\r\n", sender="")

    assert (envelope.state, envelope.reason) == (Envelope.State.HELD, "no_sender")


def test_a_message_that_cannot_be_settled_is_held_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    make_mailbox()

    def fail_for_poison(**facts: object) -> object:
        if facts["letter"].mail.subject == "poison":  # type: ignore[attr-defined]
            raise ValueError("cannot be understood")
        return settle(**facts)  # type: ignore[arg-type]

    monkeypatch.setattr("lyhord.channels.intake.draining.settle", fail_for_poison)
    poison, other = arrive(make_mail(subject="poison")), arrive(make_mail(subject="other"))

    drain(Event())

    poison.refresh_from_db()
    other.refresh_from_db()
    assert (poison.state, poison.reason) == (Envelope.State.HELD, "failed")
    assert "cannot be understood" in poison.explanation
    assert other.state == Envelope.State.PROCESSED


def test_a_closed_case_gets_a_follow_up() -> None:
    make_mailbox()
    first = entry_of(take_in(make_mail(message_id="<1@kund.example>"))).case
    Case.objects.filter(pk=first.pk).update(status=Case.Status.CLOSED, resolved_at=first.created_at)

    envelope = take_in(make_mail(headers={"References": "<1@kund.example>"}))

    assert entry_of(envelope).case.follows == first


def test_answers_to_a_moved_message_follow_it() -> None:
    make_mailbox()
    elsa = make_agent(role="administrator")
    right = entry_of(take_in(make_mail(subject="Rätt ärende"))).case
    wrong = entry_of(take_in(make_mail(message_id="<1@kund.example>"))).case
    ours = reply_to_case(
        case=wrong, html="<p>Hej</p>", recipients={"to": ["maja@kund.example"]}, by=elsa, at=timezone.now()
    )
    ours.refresh_from_db()
    headers = {"In-Reply-To": ours.message_id, "References": f"<1@kund.example> {ours.message_id}"}
    entry = entry_of(take_in(make_mail(message_id="<2@kund.example>", headers=headers)))
    move_entry(entry=entry, to_case=right, by=elsa, at=timezone.now())

    headers = {"In-Reply-To": "<2@kund.example>", "References": f"{ours.message_id} <2@kund.example>"}
    follow_up = entry_of(take_in(make_mail(text="En sak till", headers=headers)))

    assert follow_up.case == right
    assert follow_up.threading["method"] == "references"


def test_the_colleagues_words_above_a_forwarded_message_are_an_internal_note() -> None:
    make_mailbox()
    elsa = make_agent()
    text = (
        "Kan ni ta den här?\n\nFrån: Petter Öberg <petter@norrvik.example>\nSkickat: den 3 mars\n"
        "Ämne: Trasig lampa\n\nDen kom sönder."
    )

    entry = entry_of(take_in(make_mail(sender=elsa.email, subject="VB: Trasig lampa", text=text)))

    note = entry.case.entries.get(kind=Entry.Kind.NOTE)
    assert (note.author, note.text) == (elsa, "Kan ni ta den här?")
    assert (entry.text, entry.subject, entry.case.subject) == ("Den kom sönder.", "Trasig lampa", "Trasig lampa")


def test_what_came_by_itself_and_was_forwarded_too_is_one_entry() -> None:
    make_mailbox()
    elsa = make_agent()
    original = make_mail(message_id="<7@kund.example>")
    forwarding = make_mail(sender=elsa.email, subject="VB: Var är min order?", text="Fick den här")
    forwarding.add_attachment(original)

    first, second = take_in(original), take_in(forwarding)

    assert entry_of(first) == entry_of(second)
    assert second.reason == "duplicate"


def test_a_customer_who_forwards_is_the_author_themselves() -> None:
    make_mailbox()
    text = "Från: Petter <petter@norrvik.example>\nTill: Maja\nÄmne: Hej\n\nSe här"

    entry = entry_of(take_in(make_mail(subject="VB: Hej", text=text)))

    assert entry.author_address == "maja@kund.example"


@pytest.fixture
def _trusts_our_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LYHORD_AUTHSERV_ID", "MX.nordljus.example, other.example")
    config.cache_clear()
    yield
    monkeypatch.undo()
    config.cache_clear()


FAILED = {"Authentication-Results": "mx.nordljus.example; dmarc=fail header.from=kund.example; spf=fail"}


@pytest.mark.usefixtures("_trusts_our_server")
def test_a_sender_whom_our_server_could_not_confirm_is_told_and_joins_no_case() -> None:
    make_mailbox()
    known = entry_of(take_in(make_mail(message_id="<1@kund.example>"))).case

    forged = take_in(make_mail(headers={**FAILED, "In-Reply-To": "<1@kund.example>"}))
    alone = entry_of(take_in(make_mail(subject="Nytt konto", headers=FAILED)))

    assert (forged.state, forged.reason) == (Envelope.State.HELD, "stranger")
    assert forged.decision["explanation_key"] == "unconfirmed"
    assert alone.case != known
    assert alone.facts["authentication"]["dmarc"] == "fail"
    assert "Avsändaren kunde inte bekräftas" in page(make_agent(role="administrator"), f"/cases/{alone.case}/")


@pytest.mark.usefixtures("_trusts_our_server")
def test_nobody_forwards_in_a_colleagues_name_that_was_not_confirmed() -> None:
    make_mailbox()
    elsa = make_agent()
    text = "Från: Petter <petter@norrvik.example>\nTill: Elsa\nÄmne: Hej\n\nSe här"

    entry = entry_of(take_in(make_mail(sender=elsa.email, subject="VB: Hej", text=text, headers=FAILED)))

    assert entry.author_address == elsa.email


def test_without_a_trusted_server_the_header_counts_for_nothing() -> None:
    make_mailbox()

    entry = entry_of(take_in(make_mail(headers=FAILED)))

    assert "authentication" not in entry.facts


def test_an_invitation_is_shown_with_time_and_place() -> None:
    make_mailbox()
    mail = make_mail(text="Välkommen")
    invite = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u1\r\n"
        "SUMMARY:Genomgång\r\nLOCATION:Rum Björken\r\nDTSTAMP:20260601T000000Z\r\nDTSTART:20260603T120000Z\r\n"
        "DTEND:20260603T130000Z\r\nORGANIZER:mailto:anna@post.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    mail.add_alternative(invite, subtype="calendar", params={"method": "REQUEST"})

    shown = page(make_agent(role="administrator"), f"/cases/{entry_of(take_in(mail)).case}/")

    assert "Genomgång" in shown
    assert "onsdag 3 juni 2026, 14.00–15.00" in shown
    assert "Rum Björken" in shown
    assert "Inbjuden av anna@post.example" in shown


def test_our_own_answer_that_a_colleague_forwards_is_no_case_with_ourselves() -> None:
    make_mailbox()
    elsa = make_agent()
    text = "Från: Nordljus <kundservice@nordljus.example>\nTill: Maja\nÄmne: Svar\n\nPaketet kommer i dag."

    entry = entry_of(take_in(make_mail(sender=elsa.email, subject="VB: Svar", text=text)))

    assert entry.author_address == elsa.email
