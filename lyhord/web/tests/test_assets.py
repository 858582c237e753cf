import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from lyhord.web.fingerprint import fingerprint

pytestmark = pytest.mark.django_db


def test_all_stylesheets_are_one_answer_that_may_be_kept_for_ever(client: Client) -> None:
    answer = client.get(f"/styles/{settings.STATIC_VERSION}/lyhord.css", headers={"accept-encoding": "gzip"})

    text = gzip.decompress(answer.content).decode()
    assert "immutable" in answer["Cache-Control"]
    assert text.startswith("@layer tokens, base, layout, components, utilities;")
    assert f'url("{settings.STATIC_URL}web/fonts/' in text
    assert 'url("../' not in text


def test_address_of_another_version_is_not_answered_with_this_one(client: Client) -> None:
    assert client.get("/styles/000000000000/lyhord.css").status_code == 404


def test_fingerprint_changes_with_any_file_and_with_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "room" / "static" / "room" / "a.js"
    file.parent.mkdir(parents=True)
    file.write_text("one")
    first = fingerprint(root=tmp_path)

    file.touch()
    assert fingerprint(root=tmp_path) == first
    file.write_text("two")
    assert fingerprint(root=tmp_path) != first


@pytest.mark.parametrize("path", ["/", "/me/", "/components/", "/shell/hits/?q=a", "/settings/agents/"])
def test_pages_are_for_those_who_are_signed_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/accounts/login/")


def test_policy_allows_only_our_own_scripts_and_styles(client: Client) -> None:
    policy = client.get("/accounts/login/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
