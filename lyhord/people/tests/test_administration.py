"""Giving colleagues accounts and roles, through the pages an administrator uses."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from lyhord.core.models import AuditRecord
from lyhord.people.invitations import invitation_path, invited_by
from lyhord.people.jobs.send_invitation import send_invitation
from lyhord.people.models import Agent, Role
from lyhord.people.tests.factories import PASSWORD, make_agent, make_team
from tests.browser import LiveSite

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_administrator_invites_a_colleague_who_chooses_a_password(
    page: Page, telephone: Page, live_site: LiveSite
) -> None:
    live_site.sign_in(page, make_agent(roles=["administrator"]))
    page.goto(live_site.url + "/settings/agents/")
    page.get_by_role("link", name="Bjud in en kollega").click()
    page.get_by_label("Namn").fill("Jonas Berg")
    page.get_by_label("E-postadress").fill("Jonas.Berg@Nordljus.example")
    page.get_by_label("Medarbetare").check()
    page.get_by_role("button", name="Skicka inbjudan").click()
    link = page.get_by_label("Länk till inbjudan").input_value()

    telephone.goto(link)
    telephone.get_by_label("Lösenord", exact=True).fill("ett ganska långt lösenord")
    telephone.get_by_role("button", name="Välj lösenordet och logga in").click()

    expect(telephone.get_by_role("button", name="Mer")).to_be_visible()
    jonas = Agent.objects.get(email="jonas.berg@nordljus.example")
    assert jonas.presence == Agent.Presence.AVAILABLE
    assert [role.code for role in jonas.roles.all()] == ["agent"]


def test_invitation_is_a_job_that_leaves_with_the_account(client: Client) -> None:
    client.force_login(make_agent(roles=["administrator"]), backend=BACKEND)

    client.post("/settings/agents/new/", _invitation(roles=["agent"]))

    job = ProcrastinateJob.objects.get(task_name="lyhord.people.jobs.send_invitation")
    assert job.args["agent_id"] == Agent.objects.get(name="Jonas Berg").pk


def test_letter_of_invitation_has_a_link_that_works_once() -> None:
    agent = make_agent(name="Jonas Berg", password=None)

    send_invitation(agent_id=agent.pk, inviter="Karin Wallin")

    (letter,) = mail.outbox
    token = re.search(r"/invitation/([^/]+)/", str(letter.body))
    assert token is not None
    assert "Hej Jonas!" in letter.body
    assert invited_by(token[1]) == agent
    agent.set_password(PASSWORD)
    agent.save()
    assert invited_by(token[1]) is None


def test_nobody_is_written_to_who_has_signed_in_or_whose_account_is_closed() -> None:
    closed = make_agent(password=None)
    Agent.objects.filter(pk=closed.pk).update(is_active=False)

    send_invitation(agent_id=closed.pk, inviter="Karin Wallin")

    assert mail.outbox == []


@pytest.mark.parametrize("token", ["", "nonsense", "WzFd:1abc:def"])
def test_made_up_invitation_is_told_kindly(client: Client, token: str) -> None:
    answer = client.get(f"/invitation/{token or 'x'}/")

    assert answer.status_code == 410
    assert "fungerar inte längre" in answer.content.decode()


def test_weak_password_is_refused_and_the_account_stays_shut(client: Client) -> None:
    agent = make_agent(password=None)

    answer = client.post(invitation_path(agent=agent), {"password": "kort"})

    assert answer.status_code == 422
    assert not Agent.objects.get(pk=agent.pk).has_usable_password()


def test_two_accounts_cannot_have_one_address_whatever_its_capitals(client: Client) -> None:
    client.force_login(make_agent(roles=["administrator"]), backend=BACKEND)
    agent = make_agent()

    answer = client.post("/settings/agents/new/", _invitation(email=agent.email.upper(), roles=["agent"]))

    assert answer.status_code == 422
    assert "har redan den adressen" in answer.content.decode()
    assert Agent.objects.filter(email=agent.email).count() == 1


def test_manager_cannot_lift_anybody_above_themselves(client: Client) -> None:
    manager, colleague = make_agent(roles=["manager"]), make_agent()
    client.force_login(manager, backend=BACKEND)

    invited = client.post("/settings/agents/new/", _invitation(roles=["administrator"]))
    changed = client.post(f"/settings/agents/{colleague.pk}/", _change(colleague, roles=["administrator"]))
    lifted = client.post(f"/settings/agents/{manager.pk}/", _change(manager, roles=["administrator"]))

    assert [answer.status_code for answer in (invited, changed, lifted)] == [422, 422, 422]
    assert not Agent.objects.filter(roles__code="administrator").exists()
    assert not Agent.objects.filter(name="Jonas Berg").exists()


def test_manager_cannot_close_an_administrators_account(client: Client) -> None:
    administrator = make_agent(roles=["administrator"])
    client.force_login(make_agent(roles=["manager"]), backend=BACKEND)

    answer = client.post(f"/settings/agents/{administrator.pk}/closure/")

    assert answer.status_code == 403
    assert Agent.objects.get(pk=administrator.pk).is_active


def test_latest_administrator_stays_one(client: Client) -> None:
    administrator = make_agent(roles=["administrator"])
    client.force_login(administrator, backend=BACKEND)

    closed = client.post(f"/settings/agents/{administrator.pk}/closure/", follow=True)
    demoted = client.post(f"/settings/agents/{administrator.pk}/", _change(administrator, roles=["agent"]))

    assert "enda administratören" in closed.content.decode()
    assert demoted.status_code == 422
    administrator = Agent.objects.get(pk=administrator.pk)
    assert administrator.is_active
    assert administrator.has_permission("people.edit_roles")


def test_closed_account_is_out_at_once_with_its_keys(client: Client) -> None:
    agent, other = make_agent(), Client()
    other.force_login(agent, backend=BACKEND)
    token = agent.api_tokens.create(name="shop", digest="d", hint="abcd", scopes=["*"])
    client.force_login(make_agent(roles=["administrator"]), backend=BACKEND)
    assert other.get("/me/").status_code == 200

    client.post(f"/settings/agents/{agent.pk}/closure/")

    token.refresh_from_db()
    assert other.get("/me/").status_code == 302
    assert token.revoked_at is not None
    client.post(f"/settings/agents/{agent.pk}/reopening/")
    assert Agent.objects.get(pk=agent.pk).is_active


def test_square_of_the_matrix_is_turned_and_turned_back(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, make_agent(roles=["administrator"]))
    page.goto(live_site.url + "/settings/roles/")
    square = page.locator(f"#role-{Role.objects.get(code='planner').pk}-people-edit")

    square.click()
    expect(square).to_have_attribute("aria-pressed", "true")
    assert Role.objects.get(code="planner").allows("people.edit")
    page.get_by_role("status").get_by_role("button", name="Ångra").click()

    expect(square).to_have_attribute("aria-pressed", "false")
    assert not Role.objects.get(code="planner").allows("people.edit")
    assert AuditRecord.objects.filter(verb__in=["people.allow_role", "people.deny_role"]).count() == 2


def test_denying_one_thing_of_a_whole_room_keeps_the_others(client: Client) -> None:
    role = Role.objects.create(code="helper", name="Helper", permissions=["people.*"])
    client.force_login(make_agent(roles=["administrator"]), backend=BACKEND)

    client.post(f"/settings/roles/{role.pk}/permissions/people.edit/")

    role.refresh_from_db()
    assert role.allows("people.see")
    assert not role.allows("people.edit")


def test_who_may_not_change_roles_sees_them_and_changes_nothing(client: Client) -> None:
    role = Role.objects.get(code="planner")
    client.force_login(make_agent(roles=["manager"]), backend=BACKEND)

    page = client.get("/settings/roles/").content.decode()
    answer = client.post(f"/settings/roles/{role.pk}/permissions/people.edit/")

    assert 'hx-post="/settings/roles/' not in page
    assert answer.status_code == 403
    assert not Role.objects.get(pk=role.pk).allows("people.edit")


@pytest.mark.parametrize("path", ["/settings/agents/", "/settings/agents/new/", "/settings/teams/", "/settings/roles/"])
def test_agents_without_the_permission_meet_a_shut_door(client: Client, path: str) -> None:
    client.force_login(make_agent(), backend=BACKEND)

    assert client.get(path).status_code == 403


def test_team_gets_its_members(client: Client) -> None:
    team, agent = make_team(), make_agent()
    client.force_login(make_agent(roles=["administrator"]), backend=BACKEND)

    client.post(f"/settings/teams/{team.pk}/", {"name": "Faktura", "description": "", "members": [agent.pk]})

    assert list(agent.teams.values_list("name", flat=True)) == ["Faktura"]


def test_key_to_the_api_is_shown_once_and_can_be_revoked(page: Page, live_site: LiveSite) -> None:
    agent = make_agent()
    live_site.sign_in(page, agent)
    page.goto(live_site.url + "/me/tokens/")
    page.get_by_label("Namn").fill("Webbutiken")
    page.get_by_label("Allt jag själv får göra").check()
    page.get_by_role("button", name="Skapa nyckeln").click()

    secret = page.locator("#secret").inner_text()
    assert secret.startswith("lyh_")
    page.goto(live_site.url + "/me/tokens/")
    assert secret not in page.content()
    page.get_by_role("button", name="Återkalla Webbutiken").click()

    expect(page.get_by_text("fungerar inte längre")).to_be_visible()
    assert agent.api_tokens.get().revoked_at is not None


def test_nobody_revokes_a_colleagues_key(client: Client) -> None:
    token = make_agent().api_tokens.create(name="shop", digest="d", hint="abcd", scopes=["*"])
    client.force_login(make_agent(roles=["administrator"]), backend=BACKEND)

    answer = client.post(f"/me/tokens/{token.pk}/revocation/")

    token.refresh_from_db()
    assert answer.status_code == 404
    assert token.revoked_at is None


def test_colleagues_stand_in_swedish_order_at_the_same_cost_for_one_and_four(client: Client) -> None:
    client.force_login(make_agent(name="Karin Wallin", roles=["administrator"]), backend=BACKEND)
    client.get("/settings/agents/")
    before = _cost(client)
    for name in ("Åsa Wik", "Örjan Ek", "Anna Ek"):
        make_agent(name=name)

    page = client.get("/settings/agents/").content.decode()

    assert _cost(client) == before
    places = [page.index(f"{name}<small>") for name in ("Anna Ek", "Karin Wallin", "Åsa Wik", "Örjan Ek")]
    assert places == sorted(places)


@pytest.mark.parametrize("path", ["agents/", "agents/new/", "teams/", "roles/"])
def test_administration_is_accessible(
    page: Page, telephone: Page, live_site: LiveSite, assert_accessible: Callable[[Page], None], path: str
) -> None:
    administrator = make_agent(roles=["administrator"])
    make_team()
    telephone.emulate_media(color_scheme="dark")
    for screen in (page, telephone):
        live_site.sign_in(screen, administrator)
        screen.goto(f"{live_site.url}/settings/{path}")
        assert_accessible(screen)
        assert "<c-" not in screen.content()


@pytest.mark.parametrize("path", ["/me/", "/me/tokens/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/email/"])
def test_own_pages_are_accessible(
    page: Page, live_site: LiveSite, assert_accessible: Callable[[Page], None], path: str
) -> None:
    live_site.sign_in(page, make_agent())

    page.goto(live_site.url + path)

    assert_accessible(page)
    assert "<c-" not in page.content()


def _invitation(*, roles: list[str], email: str = "jonas.berg@nordljus.example") -> dict[str, object]:
    return {"name": "Jonas Berg", "email": email, "roles": _keys(roles)}


def _change(agent: Agent, *, roles: list[str]) -> dict[str, object]:
    return {"name": agent.name, "title": "", "roles": _keys(roles)}


def _keys(roles: list[str]) -> list[int]:
    return list(Role.objects.filter(code__in=roles).values_list("pk", flat=True))


def _cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get("/settings/agents/")
    return len(queries)
