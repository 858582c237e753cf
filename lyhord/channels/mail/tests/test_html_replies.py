# ruff: noqa: E501 -- markup and marks stand as the programs write them
import pytest

from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.reply_text import reply_of
from lyhord.channels.mail.tests.corpus import TOP, multipart, part

OLD = "<div>Hej!</div><div>Ditt paket skickas i morgon.</div>"
HEAD = (
    "<b>Från:</b> Maja &lt;kund@bolaget.example&gt;<br><b>Skickat:</b> den 3 juni 2026 14:02<br>"
    "<b>Till:</b> Anna<br><b>Ämne:</b> Re: Paket"
)
PROGRAMS = {
    "gmail": '<div dir="ltr">Ja tack!<div><br></div><div>Anna</div></div><br><div class="gmail_quote gmail_quote_container">'
    '<div dir="ltr" class="gmail_attr">Den ons 3 juni 2026 kl 14:02 skrev Maja &lt;<a href="mailto:kund@bolaget.example">'
    'kund@bolaget.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0">'
    f"{OLD}</blockquote></div>",
    "outlook desktop": "<div class=WordSection1><p class=MsoNormal>Ja tack!<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    "<p class=MsoNormal>Anna<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:"
    f"solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>{HEAD}<o:p></o:p></p></div></div>{OLD}</div>",
    "outlook web": '<div class="elementToProof">Ja tack!</div><div><br></div><div class="elementToProof">Anna</div>'
    f'<div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">{HEAD}'
    f"<div>&nbsp;</div></div>{OLD}",
    "outlook mobile": '<div>Ja tack!</div><div><br></div><div>Anna</div><div id="ms-outlook-mobile-signature">Hämta '
    '<a href="https://aka.ms/o0ukef">Outlook för iOS</a></div><div id="mail-editor-reference-message-container">'
    f"<hr><div>{HEAD}</div>{OLD}</div>",
    "apple mail": '<html><body>Ja tack!<div><br></div><div>Anna<br><div><br><blockquote type="cite"><div>3 juni 2026 kl. '
    f"14:02 skrev Maja &lt;kund@bolaget.example&gt;:</div><br><div>{OLD}</div></blockquote></div></div></body></html>",
    "iphone": '<div dir="ltr">Ja tack!</div><div><br></div><div>Anna</div><div dir="ltr"><br>Skickat från min iPhone</div>'
    '<div dir="ltr"><br><blockquote type="cite">3 juni 2026 kl. 14:02 skrev Maja &lt;kund@bolaget.example&gt;:<br><br>'
    f"</blockquote></div><blockquote type=cite>{OLD}</blockquote>",
    "thunderbird": '<p>Ja tack!</p><p>Anna</p><div class="moz-cite-prefix">Den 2026-06-03 kl. 14:02, skrev Maja:<br></div>'
    f'<blockquote type="cite" cite="mid:x">{OLD}</blockquote>',
    "yahoo": '<div class="ydp1yahoo-style-wrap"><div>Ja tack!</div><div><br></div><div>Anna</div></div><div id="ydp2yahoo_quoted_1" '
    'class="yahoo_quoted"><div><div>Den onsdag 3 juni 2026 14:02:11 CEST, Maja &lt;kund@bolaget.example&gt; skrev:</div>'
    f"<div><br></div>{OLD}</div></div>",
    "proton": '<div>Ja tack!</div><div><br></div><div>Anna</div><div class="protonmail_signature_block"><div>Skickat med Proton Mail '
    'säker e-post.</div></div><div class="protonmail_quote">onsdag 3 juni 2026 kl. 14:02, Maja &lt;kund@bolaget.example&gt; '
    f'skrev:<br><blockquote class="protonmail_quote" type="cite">{OLD}</blockquote></div>',
    "samsung": '<div>Ja tack!</div><div><br></div><div>Anna</div><div><br></div><div id="composer_signature">Skickat från min Galaxy'
    f"</div><div><br></div><div>-------- Originalmeddelande --------</div><div>{HEAD}</div><div><br></div>{OLD}",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_new_words_of_html_alone(program: str) -> None:
    mail = parse(TOP + part("text/html; charset=utf-8", PROGRAMS[program].encode()))

    divided = reply_of(mail.text, html=mail.html)

    assert divided.reply.split() == ["Ja", "tack!", "Anna"]
    assert "Ditt paket skickas" in divided.quoted


def test_html_helps_a_plain_part_that_hides_its_history() -> None:
    plain = part("text/plain; charset=utf-8", b"Ja tack!\r\n\r\nAnna\r\n\r\nHej! Ditt paket skickas i morgon.")
    markup = part("text/html; charset=utf-8", PROGRAMS["outlook web"].encode())

    mail = parse(TOP + multipart("alternative", plain, markup))

    assert reply_of(mail.text, html=mail.html).reply == "Ja tack!\n\nAnna"
