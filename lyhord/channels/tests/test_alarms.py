"""When fetched mail does not add up, somebody is told; when it does again, the alarm is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lyhord.cases.tests.factories import make_agent
from lyhord.channels.actions.save_fetched_mailbox import save_fetched_mailbox
from lyhord.channels.actions.sound_alarms import sound_alarms
from lyhord.channels.fetching_queries import days_of
from lyhord.channels.models import FetchedMailbox, FetchedMessage, MailAlarm
from lyhord.channels.tests.factories import make_mail, make_mailbox, take_in
from lyhord.core.actions import SYSTEM
from lyhord.core.config import config
from lyhord.core.models import LiveEvent
from lyhord.core.sealing import CannotUnseal, seal, unseal

pytestmark = pytest.mark.django_db

State = FetchedMessage.State
Kind = MailAlarm.Kind


def make_fetched(**facts: Any) -> FetchedMailbox:
    given = {"mailbox": make_mailbox(), "host": "imap.kund.example", "user": "maja", "sealed_secret": seal("hemligt")}
    return FetchedMailbox.objects.create(**(given | facts))


def make_seen(fetched: FetchedMailbox, uid: int, **facts: Any) -> FetchedMessage:
    given = {"series": 0, "uid": uid, "size_bytes": 100, "arrived_at": timezone.now()}
    return fetched.messages.create(**(given | facts))


@pytest.fixture
def fetched() -> FetchedMailbox:
    return make_fetched()


@pytest.fixture
def leader(client: Client) -> Client:
    client.force_login(make_agent(role="administrator"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def open_kinds() -> list[str]:
    return list(MailAlarm.objects.filter(settled_at=None).order_by("kind").values_list("kind", flat=True))


def test_a_day_adds_up_message_by_message(fetched: FetchedMailbox) -> None:
    make_seen(fetched, 1, state=State.KEPT, envelope=take_in(make_mail()))
    make_seen(fetched, 2, state=State.KNOWN)
    make_seen(fetched, 3, state=State.GONE)
    make_seen(fetched, 4)

    (day,) = days_of(fetched, at=timezone.now())

    assert (day.seen, day.processed, day.known, day.gone, day.waiting) == (4, 1, 1, 1, 1)
    assert day.adds_up


def test_an_envelope_that_is_gone_raises_an_alarm_and_a_banner(fetched: FetchedMailbox, leader: Client) -> None:
    make_seen(fetched, 1, state=State.KEPT, envelope=None)

    sound_alarms(by=SYSTEM, at=timezone.now())

    assert open_kinds() == [Kind.LOST]
    assert LiveEvent.objects.filter(kind="mail.alarm").count() == 1
    assert "Post hämtades men finns inte kvar i postboken" in leader.get("/ledger/").content.decode()
    assert "1 saknas" in leader.get(f"/settings/mailboxes/fetching/{fetched.pk}/").content.decode()


def test_an_alarm_is_raised_once_and_is_over_by_itself(fetched: FetchedMailbox) -> None:
    now = timezone.now()
    message = make_seen(fetched, 1, seen_at=now - timedelta(minutes=3))
    FetchedMailbox.objects.update(latest_success_at=now)

    sound_alarms(by=SYSTEM, at=now)
    sound_alarms(by=SYSTEM, at=now)
    before = open_kinds()
    message.delete()
    sound_alarms(by=SYSTEM, at=now)

    assert before == [Kind.UNFETCHED]
    assert open_kinds() == []


def test_what_was_passed_over_is_told_until_somebody_has_read_it(fetched: FetchedMailbox, leader: Client) -> None:
    now = timezone.now()
    make_seen(fetched, 1, is_late=True, state=State.KNOWN, seen_at=now - timedelta(minutes=1))

    sound_alarms(by=SYSTEM, at=now)
    sound_alarms(by=SYSTEM, at=now)
    before = open_kinds()
    leader.post(f"/ledger/alarms/{MailAlarm.objects.get().pk}/settling/")
    sound_alarms(by=SYSTEM, at=now)

    assert before == [Kind.MISSED]
    assert open_kinds() == []


def test_a_mailbox_that_cannot_be_reached_for_five_minutes_is_told(fetched: FetchedMailbox, leader: Client) -> None:
    now = timezone.now()
    trouble = {"trouble": "wrong_password", "trouble_words": "[AUTHENTICATIONFAILED] No.", "phase": "waiting"}
    FetchedMailbox.objects.update(**trouble, troubled_since=now - timedelta(minutes=4))
    sound_alarms(by=SYSTEM, at=now)
    after_four = open_kinds()

    sound_alarms(by=SYSTEM, at=now + timedelta(minutes=1))

    assert (after_four, open_kinds()) == ([], [Kind.SILENT])
    page = leader.get(f"/settings/mailboxes/fetching/{fetched.pk}/").content.decode()
    assert "Servern godtar inte användarnamnet och lösenordet." in page
    assert "[AUTHENTICATIONFAILED] No." in page
    assert "<c-" not in page


def test_another_folder_is_counted_from_its_beginning(fetched: FetchedMailbox) -> None:
    FetchedMailbox.objects.update(uid_validity=7, began_at=timezone.now())
    fetched.refresh_from_db()
    settings = {"host": fetched.host, "user": fetched.user, "folder": "Arkiv"}

    saved = save_fetched_mailbox(
        fetched=fetched, mailbox=fetched.mailbox, secret="", client_secret="", by=SYSTEM, **settings
    )

    assert (saved.uid_validity, saved.revision) == (None, 1)
    assert unseal(saved.sealed_secret) == "hemligt"


def test_a_new_secret_key_opens_what_a_former_one_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    former = config().secret_key
    sealed = seal("hemligt")
    monkeypatch.setenv("LYHORD_SECRET_KEY", "en-ny-nyckel")
    config.cache_clear()
    with pytest.raises(CannotUnseal):
        unseal(sealed)
    monkeypatch.setenv("LYHORD_FORMER_SECRET_KEYS", former)
    config.cache_clear()

    assert unseal(sealed) == "hemligt"
    monkeypatch.undo()
    config.cache_clear()
