import pytest
from django.test import Client

from lyhord.core.models import AuditRecord
from lyhord.people.actions.change_profile import change_profile
from lyhord.people.models import Agent
from lyhord.people.tests.factories import make_agent

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_agent_changes_how_they_are_shown(client: Client) -> None:
    agent = make_agent()
    client.force_login(agent, backend=BACKEND)

    client.post("/me/", _profile(name="Elsa Ek", signature="Hälsningar\nElsa"))

    agent = Agent.objects.get(pk=agent.pk)
    assert (agent.name, agent.signature) == ("Elsa Ek", "Hälsningar\nElsa")
    assert AuditRecord.objects.filter(verb="people.change_profile", actor=agent).count() == 1


def test_pages_speak_the_agents_language_whatever_the_browser_says(client: Client) -> None:
    agent = make_agent()
    client.force_login(agent, backend=BACKEND)
    assert "Min profil" in client.get("/me/", headers={"accept-language": "en"}).content.decode()

    client.post("/me/", _profile(language="en"))
    page = client.get("/me/", headers={"accept-language": "sv"})

    assert "My profile" in page.content.decode()
    assert page["Content-Language"] == "en"


def test_missing_name_is_told_and_nothing_typed_is_lost(client: Client) -> None:
    client.force_login(make_agent(), backend=BACKEND)

    answer = client.post("/me/", _profile(name="", signature="Hälsningar från mig"))

    assert answer.status_code == 422
    assert "Hälsningar från mig" in answer.content.decode()


def test_agents_do_not_decide_their_own_access() -> None:
    agent = make_agent()

    with pytest.raises(ValueError, match="is_active"):
        change_profile(agent=agent, changes={"is_active": False}, by=agent)


def test_presence_that_does_not_exist_changes_nothing(client: Client) -> None:
    agent = make_agent()
    client.force_login(agent, backend=BACKEND)

    answer = client.post("/me/presence/", {"presence": "asleep"})

    assert answer.status_code == 422
    assert Agent.objects.get(pk=agent.pk).presence == Agent.Presence.OFFLINE


def test_signing_out_shows_that_one_is_gone(client: Client) -> None:
    agent = make_agent()
    client.force_login(agent, backend=BACKEND)
    client.post("/me/presence/", {"presence": "available"})

    client.post("/accounts/logout/")

    assert Agent.objects.get(pk=agent.pk).presence == Agent.Presence.OFFLINE


def _profile(**changes: str) -> dict[str, str]:
    return {"name": "Elsa Lindqvist", "language": "sv", "theme": "system", "uses_shortcuts": "on", **changes}
