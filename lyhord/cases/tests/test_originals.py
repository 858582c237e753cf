"""The page that a customer sent: true link targets, and pictures from elsewhere only by us."""

from http.server import BaseHTTPRequestHandler

import pytest

from lyhord.cases.link_targets import pretends, with_true_targets
from lyhord.cases.models import Entry
from lyhord.cases.tests.factories import make_agent, make_case, make_queue
from lyhord.cases.tests.test_inbox_page import signed_in
from lyhord.core import remote_pictures
from lyhord.core.tests.test_remote_pictures import PNG, loopback, send, serving

pytestmark = pytest.mark.django_db


def entry_with(html: str, *, is_restricted: bool = False) -> Entry:
    return make_case(make_queue(is_restricted=is_restricted), html=html).entries.get()


def test_pictures_from_elsewhere_are_asked_for_first_and_then_shown_by_us(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        send(request, PNG, Content_Type="text/html", Set_Cookie="spy=1")

    with serving(answer) as (port, asked):
        entry = entry_with(f'<p>Hej <img data-remote-src="http://127.0.0.1:{port}/a.png?x=1&amp;y=2"></p>')
        monkeypatch.setattr(remote_pictures, "PUBLIC", loopback(port))
        client = signed_in(make_agent(role="administrator"))

        unasked = client.get(f"/entries/{entry.pk}/original/").content.decode()
        before = len(asked)
        page = client.get(f"/entries/{entry.pk}/original/?images=1")
        picture = client.get(f"/entries/{entry.pk}/pictures/0/")

    assert f'src="/entries/{entry.pk}/pictures/0/"' in page.content.decode()
    assert "https:" not in page["Content-Security-Policy"]
    assert "pictures/0" not in unasked
    assert (before, [each.path for each in asked]) == (0, ["/a.png?x=1&y=2"])
    assert (picture.status_code, picture.content, picture["Content-Type"]) == (200, PNG, "image/png")
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in picture


def test_only_pictures_of_messages_one_may_see_are_fetched() -> None:
    entry = entry_with('<img data-remote-src="http://127.0.0.1/a.png">', is_restricted=True)

    assert signed_in(make_agent()).get(f"/entries/{entry.pk}/pictures/0/").status_code == 404


def test_what_cannot_be_fetched_is_missing() -> None:
    entry = entry_with('<img data-remote-src="http://127.0.0.1/a.png">')
    client = signed_in(make_agent(role="administrator"))

    assert client.get(f"/entries/{entry.pk}/pictures/0/").status_code == 404
    assert client.get(f"/entries/{entry.pk}/pictures/1/").status_code == 404


def test_a_link_tells_where_it_leads() -> None:
    entry = entry_with('<a href="https://evil.example/x" title="Postnord" rel="nofollow">www.postnord.se/spara</a>')

    page = signed_in(make_agent(role="administrator")).get(f"/entries/{entry.pk}/original/").content.decode()

    assert 'title="https://evil.example/x"' in page
    assert '<span class="true-target">→ evil.example</span>' in page
    assert 'title="Postnord"' not in page


@pytest.mark.parametrize(
    ("text", "target", "answer"),
    [
        ("www.postnord.se", "https://postnord.se/spara", False),
        ("https://postnord.se", "https://spara.postnord.se/a", False),
        ("Klicka här", "https://evil.example/", False),
        ("postnord.se", "https://postnord.se.evil.example/", True),
        ("https://bank.se/login", "https://bank.se@evil.example/", True),
        ("info@bank.se", "https://evil.example/", True),
        ("info@bank.se", "mailto:info@bank.se", False),
        ("Rapport.pdf", "https://filer.example/1", False),
        ("t.ex. här", "https://filer.example/1", False),
        ("shop.co.uk", "https://evil.co.uk/", True),
        ("räksmörgås.se", "https://xn--rksmrgs-5wao1o.se/", False),
        ("bank.se", "http://[ogiltig/", False),
    ],
)
def test_words_that_name_another_site_are_found(text: str, target: str, answer: bool) -> None:  # noqa: FBT001
    assert pretends(text, target) is answer


def test_letters_of_other_scripts_are_shown_as_they_are_sent() -> None:
    page = with_true_targets('<a href="https://xn--pple-43d.com/">apple.com</a>')

    assert "xn--pple-43d.com" in page
