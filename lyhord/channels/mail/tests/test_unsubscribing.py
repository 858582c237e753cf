import pytest

from lyhord.channels.mail.classifying import classify
from lyhord.channels.mail.composing import compose
from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.tests.test_composing import outgoing
from lyhord.channels.mail.unsubscribing import unsubscribe_headers
from lyhord.channels.outbox.signing import SIGNED

URL = "https://service.nordljus.example/u/" + "k3" * 60


def test_one_click_and_a_letter_unsubscribe() -> None:
    headers = unsubscribe_headers(url=URL, mailto="nyhetsbrev+av@nordljus.example")

    read = parse(compose(outgoing(headers=headers)))

    assert read.header("list-unsubscribe") == f"<{URL}>, <mailto:nyhetsbrev+av@nordljus.example?subject=unsubscribe>"
    assert read.header("list-unsubscribe-post") == "List-Unsubscribe=One-Click"


def test_a_campaign_is_known_as_bulk_by_others_and_both_headers_are_signed() -> None:
    read = parse(compose(outgoing(headers=unsubscribe_headers(url=URL))))

    assert classify(read, own_domain_hosts=()).kind == "bulk"
    assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= set(SIGNED)


@pytest.mark.parametrize(
    "url",
    [
        *("http://nordljus.example/u/1", "mailto:a@b.se", "/u/1", "https://nordljus.example/ä"),
        *("https://nordljus.example/a b", "https://nordljus.example/>x", "https://nordljus.example/\r\nBcc: a@b.se"),
        "https://nordljus.example/" + "x" * 800,
    ],
)
def test_an_address_that_cannot_unsubscribe_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="cannot"):
        unsubscribe_headers(url=url)
