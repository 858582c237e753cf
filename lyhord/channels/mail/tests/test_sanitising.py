import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyhord.channels.mail.sanitising import clean_authored_html, clean_html, html_to_text, text_to_html


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java&#10;script:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        '<iframe src="https://x.example"></iframe>',
        '<form action="https://x.example"><input name=a><button>b</button></form>',
        '<p style="background:url(https://x.example)">x</p>',
        "<style>p{color:red}</style>",
        '<base href="https://x.example"><link rel=stylesheet href=x><meta http-equiv=refresh content="0;url=x">',
        '<p class="button" id="send" name="x">x</p>',
        '<td background="https://x.example/y">x</td>',
        '<img srcset="https://x.example/y 2x">',
        '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
        '<video poster="https://x.example/y"></video>',
    ],
)
def test_nothing_that_acts_or_fetches_survives(html: str) -> None:
    cleaned = clean_html(html, cid_urls={})

    for banned in ("script", "onerror", "style", "x.example", "iframe", "form", "class", "id=", "svg", "src=", "data:"):
        assert banned not in cleaned


def test_remote_pictures_wait_to_be_asked_for() -> None:
    cleaned = clean_html('<img src="https://x.example/a.png?u=1&v=2" width="9" alt="A">', cid_urls={})

    assert cleaned == '<img data-remote-src="https://x.example/a.png?u=1&amp;v=2" width="9" alt="A">'


def test_attached_pictures_come_from_us() -> None:
    cleaned = clean_html('<img src="cid:Logo@a"><img src="cid:other">', cid_urls={"Logo@a": "/files/1?a=1&b=2"})

    assert cleaned == '<img src="/files/1?a=1&amp;b=2">'


def test_links_open_apart_and_tell_nothing() -> None:
    cleaned = clean_html('<a href="https://x.example" onclick="x" target="_top" rel="opener">x</a>', cid_urls={})

    assert 'href="https://x.example"' in cleaned
    assert 'rel="noopener noreferrer nofollow"' in cleaned
    assert 'target="_blank"' in cleaned
    assert "onclick" not in cleaned


def test_relative_links_lead_nowhere() -> None:
    assert "href" not in clean_html('<a href="/cases/1/delete">x</a><a href="//x.example">y</a>', cid_urls={})


def test_what_an_agent_writes_keeps_its_shape() -> None:
    html = (
        "<div>Hej <strong>Anna</strong>,<br><br></div><ul><li>ett</li></ul><blockquote>cit</blockquote><pre>kod</pre>"
    )

    assert clean_authored_html(html) == html
    assert "onerror" not in clean_authored_html('<img src="https://x.example/y" onerror=alert(1)>')
    assert "x.example" not in clean_authored_html('<img src="https://x.example/y">')
    assert clean_authored_html('<img src="/files/1">') == '<img src="/files/1">'


def test_plain_text_becomes_paragraphs_with_links() -> None:
    html = text_to_html("Hej <Anna> & co\nse https://x.example/a?b=1.\n\n> citat\n\nanna@post.example")

    assert "<p>Hej &lt;Anna&gt; &amp; co<br>" in html
    assert (
        '<a href="https://x.example/a?b=1" rel="noopener noreferrer nofollow" target="_blank">https://x.example/a?b=1</a>.'
        in html
    )
    assert "<blockquote><p>citat</p></blockquote>" in html
    assert '<a href="mailto:anna@post.example">anna@post.example</a>' in html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Ett</p><p>Två</p>", "Ett\n\nTvå"),
        ("<div>Ett</div><div><br></div><div>Två</div>", "Ett\n\nTvå"),
        ("Ett<br>Två<br/><br>Tre", "Ett\nTvå\n\nTre"),
        ("<p class=MsoNormal>Ett</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Två</p>", "Ett\n\nTvå"),
        ("<ul><li>Ett</li><li>Två</li></ul>", "- Ett\n- Två"),
        ("<ol><li>Ett</li><li>Två</li></ol>", "1. Ett\n2. Två"),
        ("<div>Hej</div><blockquote>Cit<blockquote>inre</blockquote></blockquote>", "Hej\n> Cit\n>> inre"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>", "A B\nC"),
        ('<div style="display:none">dolt <b>x</b></div>syns', "syns"),
        ("<style>p{}</style><title>t</title>Hej", "Hej"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ('Hej<div class="gmail_signature">Anna</div>', "Hej\n-- \nAnna"),
        ("&aring;&nbsp;x", "å x"),
        ("<pre>a\n  b</pre>", "a\n  b"),
    ],
)
def test_html_reads_as_plain_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<blockquote>", "<table><tr><td>", "<a><b><i><u><div>", "<ul><li>"])
def test_endless_nesting_is_read_in_a_moment(tag: str) -> None:
    html = tag * 40_000 + "Hej"

    assert "Hej" in clean_html(html, cid_urls={})
    assert "Hej" in html_to_text(html)


@given(st.text(alphabet="<>/ab\"'= imgsrc:jv&;#", max_size=200))
def test_any_text_can_be_cleaned(html: str) -> None:
    assert "<script" not in clean_html(html, cid_urls={})
    html_to_text(html)
