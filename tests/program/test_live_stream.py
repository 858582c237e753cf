import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connection, transaction

from lyhord.core.live import publish
from lyhord.core.models import LiveEvent
from lyhord.core.tests.homes import open_home
from lyhord.core.tests.processes import Running, end, running, url_of_this_tests_database
from lyhord.core.tests.waiting import wait_until
from lyhord.people.tests.factories import make_agent
from tests.program.screens import Screen, session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def web(transactional_db: None) -> Iterator[Running]:
    with (
        open_home() as home,
        running("web", home=home, database_url=url_of_this_tests_database(), LYHORD_WEB_WORKERS="1") as program,
    ):
        yield program


def say(number: int, *, topic: str = "everyone") -> None:
    publish(topics=[topic], kind="said", body={"number": number})


def test_nobody_listens_without_signing_in(web: Running) -> None:
    with Screen(port=web.port, cookie="sessionid=invented") as screen:
        assert screen.status == 401


def test_a_screen_hears_what_is_said_to_its_agent_and_nothing_else(web: Running) -> None:
    elsa, omar = make_agent(), make_agent(name="Omar")
    with Screen(port=web.port, cookie=session_of(elsa)) as screen:
        screen.opened()

        say(1, topic=f"agent.{omar.pk}")
        say(2, topic=f"agent.{elsa.pk}")

        assert screen.next_event()[1] == {"kind": "said", "body": {"number": 2}}


def test_what_is_rolled_back_was_never_said(web: Running) -> None:
    with Screen(port=web.port, cookie=session_of(make_agent())) as screen:
        screen.opened()

        with transaction.atomic():
            say(1)
            transaction.set_rollback(True)
        say(2)

        assert screen.next_event()[1]["body"] == {"number": 2}


def test_a_screen_that_returns_hears_what_it_missed_and_goes_on(web: Running) -> None:
    cookie = session_of(make_agent())
    with Screen(port=web.port, cookie=cookie) as screen:
        screen.opened()
        say(1)
        latest, _ = screen.next_event()
    say(2)
    say(3)

    with Screen(port=web.port, cookie=cookie, latest=latest) as screen:
        heard = [screen.opened().next_event()[1]["body"]["number"], screen.next_event()[1]["body"]["number"]]
        say(4)
        heard.append(screen.next_event()[1]["body"]["number"])

    assert heard == [2, 3, 4]


def test_a_number_that_committed_late_is_not_missed(web: Running) -> None:
    cookie = session_of(make_agent())
    say(1)
    slow = LiveEvent.objects.create(topics=["everyone"], kind="said", body={"number": 2})
    say(3)
    latest = LiveEvent.objects.latest("pk").pk

    with Screen(port=web.port, cookie=cookie, latest=str(latest)) as screen:
        screen.opened()
        heard = {screen.next_event()[0] for _ in range(2)}

    assert str(slow.pk) in heard


def test_a_screen_that_was_away_too_long_is_told_to_read_again(web: Running) -> None:
    with Screen(port=web.port, cookie=session_of(make_agent()), latest="1") as screen:
        assert screen.opened().next_event()[1]["kind"] == "resync"


def test_the_stream_goes_on_when_the_database_was_away(web: Running) -> None:
    with Screen(port=web.port, cookie=session_of(make_agent())) as screen:
        screen.opened()
        say(1)
        screen.next_event()

        _cut_the_listener()
        say(2)

        # what was told within five seconds is told again, and dropped by a screen that knows its number
        heard = {screen.next_event()[1]["body"]["number"] for _ in range(2)}

    assert heard == {1, 2}


def test_fifty_open_screens_do_not_hold_up_a_stop(web: Running) -> None:
    cookie = session_of(make_agent())
    screens = [Screen(port=web.port, cookie=cookie).opened() for _ in range(50)]

    asked_at = time.monotonic()
    end(web)

    assert time.monotonic() - asked_at < 4
    assert web.child.returncode == 0
    for screen in screens:
        with screen:
            rest = iter(screen.line, "")
            assert "retry: 500\n" in list(rest)


def test_six_hundred_open_screens_leave_room_for_pages(web: Running) -> None:
    cookie = session_of(make_agent())

    with ExitStack() as screens:
        for _ in range(600):
            screens.enter_context(Screen(port=web.port, cookie=cookie)).opened()

        assert web.status("/healthz") == 200


def test_a_screen_that_leaves_is_forgotten(web: Running) -> None:
    def screens() -> float:
        text = _metrics(web)
        return next(float(line.split()[1]) for line in text.splitlines() if line.startswith("lyhord_live_clients "))

    with Screen(port=web.port, cookie=session_of(make_agent())) as screen:
        screen.opened()
        assert screens() == 1

    wait_until(lambda: screens() == 0)


def _cut_the_listener() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lyhord live'")


def _metrics(web: Running) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{web.port}/metrics", timeout=10) as response:
        return str(response.read().decode())
