from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client

from lyhord.core import navigation
from lyhord.core.navigation import Entry, Group, Hit, Source, hits_for
from lyhord.people.models import Agent
from lyhord.people.tests.factories import make_agent
from lyhord.web.navigation import first_page_for, menus_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "entries", [])
    monkeypatch.setattr("lyhord.web.navigation.entries", navigation.entries)
    monkeypatch.setattr(navigation, "sources", [])
    yield
    caches["process"].clear()


def test_menu_has_only_ways_that_exist_and_that_the_agent_may_go() -> None:
    navigation.entries += [
        Entry(label="Profil", icon="user-round", url_name="people:profile"),
        Entry(label="Kollegor", icon="users", url_name="people:agents", permission="people.edit"),
        Entry(label="Framtid", icon="zap", url_name="future:page"),
    ]

    assert _labels(make_agent()) == ["Profil"]
    assert _labels(make_agent(roles=["administrator"])) == ["Profil", "Kollegor"]


def test_page_below_a_way_keeps_it_marked() -> None:
    navigation.entries += [
        Entry(label="Kollegor", icon="users", url_name="people:agents"),
        Entry(label="Profil", icon="user-round", url_name="people:profile"),
    ]

    (section,) = menus_for(agent=make_agent(), path="/settings/agents/4/").main

    assert [link.entry.label for link in section.links if link.is_current] == ["Kollegor"]


def test_settings_are_marked_in_the_menu_on_each_of_their_pages() -> None:
    navigation.entries += [
        Entry(label="Inställningar", icon="settings", url_name="people:profile", group=Group.ADMINISTER),
        Entry(label="Profil", icon="user-round", url_name="people:profile", group=Group.SETTINGS),
        Entry(label="Säkerhet", icon="shield", url_name="mfa_index", covers=("/accounts/",), group=Group.SETTINGS),
    ]
    agent = make_agent()

    (section,) = menus_for(agent=agent, path="/accounts/password/change/").main
    (side,) = menus_for(agent=agent, path="/accounts/password/change/").settings

    assert [link.is_current for link in section.links] == [True]
    assert [link.entry.label for link in side.links if link.is_current] == ["Säkerhet"]


def test_number_beside_a_way_is_asked_for_once_in_ten_seconds() -> None:
    asked: list[Agent] = []
    count = lambda agent: asked.append(agent) or 7  # type: ignore[func-returns-value] # noqa: E731
    navigation.entries += [Entry(label="Mina", icon="inbox", url_name="people:profile", count=count)]
    agent = make_agent()

    numbers = [menus_for(agent=agent, path="/").main[0].links[0].count for _ in range(3)]

    assert numbers == [7, 7, 7]
    assert asked == [agent]


def test_work_begins_at_the_first_way_or_the_profile() -> None:
    agent = make_agent()
    assert first_page_for(agent=agent) == "/me/"

    navigation.entries += [Entry(label="Kollegor", icon="users", url_name="people:agents")]

    assert first_page_for(agent=agent) == "/settings/agents/"


def test_palette_asks_each_room_the_agent_may_search() -> None:
    found = [Hit(label="Var är min order?", url="/c/1/", icon="mail")]
    navigation.sources += [
        Source(heading="Ärenden", find=lambda _agent, query: found if query == "order" else []),
        Source(heading="Hemligt", find=lambda _agent, _query: found, permission="cases.see_protected"),
    ]

    (group,) = hits_for(agent=make_agent(), query="order")

    assert group.heading == "Ärenden"
    assert list(group.hits) == found


def test_page_of_the_frame_costs_few_queries(client: Client, django_assert_max_num_queries: object) -> None:
    client.force_login(make_agent(), backend="django.contrib.auth.backends.ModelBackend")

    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get("/me/")


def _labels(agent: Agent) -> list[str]:
    return [str(link.entry.label) for section in menus_for(agent=agent, path="/").main for link in section.links]
