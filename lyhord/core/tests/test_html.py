from hypothesis import given
from hypothesis import strategies as st

from lyhord.core.html import clean_authored, page_of, plain_text


def test_paragraphs_lists_and_links_read_well_as_plain_text() -> None:
    html = '<p>Hej Maja!</p><p>Gör så här:</p><ul><li>Öppna <a href="https://nordljus.example/retur">sidan</a></li><li>Välj</li></ul>'

    assert plain_text(html) == "Hej Maja!\n\nGör så här:\n– Öppna sidan (https://nordljus.example/retur)\n– Välj"


def test_nothing_that_runs_survives_cleaning() -> None:
    html = '<p style="x" onclick="a()">Hej<script>b()</script><img src=x onerror=c()><a href="javascript:d()">e</a></p>'

    assert clean_authored(html) == '<p>Hej<img src="x"><a rel="noopener noreferrer">e</a></p>'


@given(st.text())
def test_text_survives_the_way_through_html(text: str) -> None:
    words = " ".join(text.replace("\x00", "").split())

    assert " ".join(plain_text(page_of(words)).split()) == words
