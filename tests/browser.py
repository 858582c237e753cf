"""A real browser for tests of pages: `page` looks, `live_site` answers, `assert_accessible` judges.

def test_agent_reads_the_inbox(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, make_agent())
    page.goto(live_site.url + "/")
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from lyhord.people.models import Agent, Role
from lyhord.people.standard_roles import STANDARD_ROLES

DEADLINE_MS = 10_000
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
GRAVE = ("serious", "critical")
HARMLESS = ("/live/", "422", "htmx:sendAbort", "htmx:afterRequest")
TELEPHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("Chromium is missing: run `make test` once, or install the package chromium.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own loop runs in this thread; nothing awaits in it
    expect.set_options(timeout=DEADLINE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with _context(browser) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of 1440 by 900 in Swedish; the test fails if the console says an error (a blocked script or style too)."""
    yield from _watched(context)


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    """A page as wide as a telephone, with touch."""
    with _context(browser, **TELEPHONE) as context:
        yield from _watched(context)


@dataclass(frozen=True)
class LiveSite:
    """The pages of Lyhörd on a free port of localhost (not the live stream, which the whole program serves)."""

    url: str

    def sign_in(self, page: Page, agent: Agent) -> None:
        """Give the browser the agent's session, without walking through the sign-in page."""
        client = Client()
        client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url}])


@pytest.fixture
def live_site(transactional_db: None, live_server: LiveServer) -> LiveSite:
    _restore_roles()
    return LiveSite(url=str(live_server.url))


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    return check_accessible


def check_accessible(page: Page) -> None:
    """No serious or critical finding of axe-core (WCAG 2.2 A and AA rules) on what the page shows now."""
    page.evaluate(_axe_source())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", tags)
    grave = [violation for violation in result["violations"] if violation["impact"] in GRAVE]
    assert not grave, "\n".join(_told(violation) for violation in grave)


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def _told(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['html'][:200]}\n      {node['failureSummary']}" for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n{places}"


def _context(browser: Browser, **options: Any) -> BrowserContext:
    options = {
        "viewport": {"width": 1440, "height": 900},
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        **options,
    }
    context = browser.new_context(**options)
    context.set_default_timeout(DEADLINE_MS)
    return context


def _watched(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if _is_error(message) else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert not said, "The browser's console says: " + "; ".join(said)


def _is_error(message: ConsoleMessage) -> bool:
    """Not the stream that this site lacks, forms sent back with errors, nor what leaving a page cuts short."""
    told = f"{message.location.get('url')} {message.text}"
    return message.type == "error" and not any(harmless in told for harmless in HARMLESS)


def _restore_roles() -> None:
    """Tests with a live server empty all tables, those that migrations filled too."""
    for role in STANDARD_ROLES:
        defaults = {"name": role.name, "permissions": list(role.permissions)}
        Role.objects.get_or_create(code=role.code, defaults=defaults)
