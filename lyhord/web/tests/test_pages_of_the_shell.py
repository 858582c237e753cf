import pytest
from django.test import Client

from lyhord.cases.tests.factories import make_agent, make_case
from lyhord.core.models import LiveEvent

pytestmark = pytest.mark.django_db


def test_page_takes_up_the_stream_where_it_was_made_so_that_nothing_falls_between(client: Client) -> None:
    client.force_login(make_agent())
    make_case()

    page = client.get("/inbox/all/").content.decode()

    assert f'<ly-live src="/live/" after="{LiveEvent.objects.latest("pk").pk}">' in page


def test_settings_begin_with_ones_own(client: Client) -> None:
    client.force_login(make_agent())

    assert client.get("/settings/").headers["Location"] == "/me/"
