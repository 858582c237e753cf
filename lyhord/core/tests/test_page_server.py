import http.client
from urllib.parse import urlencode

import pytest

from lyhord.core.tests.homes import open_home
from lyhord.core.tests.processes import running, url_of_this_tests_database


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_reaches_its_page() -> None:
    token = "a" * 32
    fields = {"login": "nobody@nordljus.example", "password": "wrong", "csrfmiddlewaretoken": token}
    headers = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}

    with open_home() as home, running("web", home=home, database_url=url_of_this_tests_database()) as program:
        browser = http.client.HTTPConnection("127.0.0.1", program.port, timeout=30)
        browser.request("POST", "/accounts/login/", body=urlencode(fields), headers=headers)
        answer = browser.getresponse()
        page = answer.read().decode()
        browser.close()

    assert answer.status == http.client.OK
    assert "nobody@nordljus.example" in page
