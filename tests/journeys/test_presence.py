import re

import pytest
from playwright.sync_api import Page, expect

from lyhord.people.models import Agent
from tests.journeys.department import Department


@pytest.mark.journey
def test_presence_is_seen_by_colleagues_without_a_reload(page: Page, telephone: Page, department: Department) -> None:
    amira, karin = department.agent("Amira Haddad"), department.agent("Karin Wallin", role="administrator")
    department.sign_in(page, karin)
    with page.expect_response(re.compile("/live/")):
        page.goto(department.url + "/settings/agents/")
    department.sign_in(telephone, amira)
    telephone.goto(department.url + "/me/")

    telephone.get_by_role("button", name="Mer").click()
    telephone.get_by_role("dialog", name="Mer").get_by_text("Tillgänglig").click()

    mark = page.locator(f'[data-agent="{amira.pk}"] .avatar-state')
    expect(mark).to_have_attribute("data-presence", "available")
    assert Agent.objects.get(pk=amira.pk).presence == Agent.Presence.AVAILABLE
