import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyhord.channels.mail.reply_text import reply_of
from lyhord.channels.mail.tests.reply_samples import ReplySample, samples
from lyhord.channels.mail.tests.reply_variants import VARIANTS


@pytest.mark.parametrize("sample", list(samples()), ids=lambda sample: sample.name)
def test_new_words_stand_apart_in_every_program_and_language(sample: ReplySample) -> None:
    divided = reply_of(sample.text, html=sample.html)

    assert divided.reply == sample.reply


@pytest.mark.parametrize(("text", "reply"), [variant[1:] for variant in VARIANTS], ids=[name for name, *_ in VARIANTS])
def test_new_words_stand_apart_in_every_variant(text: str, reply: str) -> None:
    assert reply_of(text).reply == reply


def test_answers_between_quoted_lines_stay_with_what_they_answer() -> None:
    text = (
        "Hej, se mina svar nedan.\n\nDen 3 juni 2026 kl. 14:02 skrev Maja <kund@bolaget.example>:\n"
        "> Vilken storlek har du?\n\n42.\n\n> Vilken färg?\n\nBlå.\n\n> Vänliga hälsningar\n> Maja\n"
    )

    divided = reply_of(text)

    assert divided.reply == ("Hej, se mina svar nedan.\n\n> Vilken storlek har du?\n\n42.\n\n> Vilken färg?\n\nBlå.")
    assert "skrev Maja" in divided.quoted
    assert "> Maja" in divided.quoted


def test_an_answer_below_the_quote_is_the_reply() -> None:
    divided = reply_of("On 3 Jun 2026 at 14:02, Maja wrote:\n> Which size?\n\nForty-two.\n\n-- \nAnna\n")

    assert divided.reply == "Forty-two."
    assert divided.signature == "-- \nAnna"


def test_broken_lines_of_a_quote_are_no_answers() -> None:
    text = (
        "Ja tack!\n\nDen 3 juni 2026 kl. 14:02 skrev Maja <kund@b.example>:\n"
        "> Vi kan skicka en ny sko till dig redan i morgon om du vill ha\nden då.\n> Säg till så ordnar vi det.\n"
    )

    assert reply_of(text).reply == "Ja tack!"


@pytest.mark.parametrize(
    "text",
    [
        "Hej\nMin kollega skrev att paketet kommit fram. Stämmer det?\nMvh Anna",
        "Jag vill resa:\nFrån: Stockholm\nTill: Göteborg\nDatum: 3 juni\nGår det bra?",
        "Felmeddelandet säger:\nFel 42: okänd kod\nVad gör jag?",
        "Ni skrev:\nVi ringer i morgon\nmen ingen ringde.",
        "På 3 dagar har ingen svarat. Maja skrev inget alls.",
        "Hej!\n-------\nEtt streck betyder ingenting.",
        "Skickat från min sida finns inget mer att göra.\nMen från er då?",
        "Pris 5 > 3\noch sedan inget mer",
        "Mitt paket\n- två böcker\n- en lampa\n\nSaknar lampan.",
        "Med vänlig hälsning\nAnna",
        "Vad har ni för program?\nJag har Outlook för Mac.",
        "Jag ser bara detta:\n--- Game over ---\nSedan händer inget.",
        "Mvh\nAnna\n\nPS. Går det att få svar före fredag?",
    ],
)
def test_ordinary_words_are_not_mistaken_for_history(text: str) -> None:
    assert reply_of(text).reply == text


@pytest.mark.parametrize(
    ("text", "reply", "signature"),
    [
        ("Hej\n\n-- \nAnna\n", "Hej", "-- \nAnna"),
        ("Hej\n\nSkickat från min iPhone\n", "Hej", "Skickat från min iPhone"),
        ("Hej\n\nSkickat från Outlook för Android\n", "Hej", "Skickat från Outlook för Android"),
        ("Hej\n\nSent from Yahoo Mail on Android", "Hej", "Sent from Yahoo Mail on Android"),
        ("Hej\n\nSkickat med Proton Mail säker e-post.", "Hej", "Skickat med Proton Mail säker e-post."),
        ("Ok!\n\nMvh\nAnna K\n\nAB Åkeri\nTfn 08-123 456", "Ok!\n\nMvh\nAnna K", "AB Åkeri\nTfn 08-123 456"),
        ("Ok!\n\nMvh Anna", "Ok!\n\nMvh Anna", ""),
        ("Ok!\n\nHälsningar,\nAnna Karlsson", "Ok!\n\nHälsningar,\nAnna Karlsson", ""),
    ],
)
def test_the_card_below_the_name_is_signature(text: str, reply: str, signature: str) -> None:
    divided = reply_of(text)

    assert (divided.reply, divided.signature) == (reply, signature)


@pytest.mark.parametrize(
    "text",
    [
        "> bara citat\n> och mer",
        "-- \nAnna",
        "Skickat från min iPhone",
        "-----Original Message-----\nFrom: a@b.se\nSubject: x",
    ],
)
def test_the_reply_is_never_empty(text: str) -> None:
    assert reply_of(text).reply


def test_html_shows_where_history_begins_when_the_text_does_not() -> None:
    html = '<div>Ja tack, gärna.</div><div id="appendonsend"></div><div>Anna frågade om du ville.</div>'

    divided = reply_of("Ja tack, gärna.\nAnna frågade om du ville.", html=html)

    assert divided.reply == "Ja tack, gärna."
    assert divided.quoted == "Anna frågade om du ville."


@given(st.text(alphabet="ab :>\n-_Frånskrev:2026@.<", max_size=300))
def test_any_text_divides_without_loss_of_the_reply(text: str) -> None:
    divided = reply_of(text)

    assert bool(divided.reply.strip()) == bool(text.strip())
