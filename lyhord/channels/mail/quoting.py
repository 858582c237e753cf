"""The message an answer quotes, as mail programs write it: a line that says whose words they are, then the words."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final

from lyhord.channels.mail.sanitising import text_to_html

LONGEST: Final = 200_000
REMOTE_IMAGE: Final = re.compile(r"<img(?=[^>]*\bdata-remote-src=)[^>]*>")
ATTRIBUTIONS: Final = {
    "sv": "Den {day} {month} {year} kl. {hour}.{minute} skrev {who}:",
    "en": "On {day} {month} {year} at {hour}:{minute}, {who} wrote:",
    "nb": "Den {day}. {month} {year} kl. {hour}.{minute} skrev {who}:",
    "da": "Den {day}. {month} {year} kl. {hour}.{minute} skrev {who}:",
    "fi": "{day}. {month} {year} klo {hour}.{minute} {who} kirjoitti:",
    "de": "Am {day}. {month} {year} um {hour}:{minute} schrieb {who}:",
}
MONTHS: Final = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """What is appended to an answer: `text` with `> ` before each line, `html` as a blockquote."""

    text: str
    html: str


def quote(*, text: str, html: str, who: str, at: datetime, language: str) -> Quote:
    """Quote a message; `html` is sanitised (empty: made from the text), `at` in the department's local time.

    Pictures from elsewhere are left out: an answer must not fetch what we did not.
    """
    attribution = attribution_line(who=who, at=at, language=language)
    lines = text.strip()[:LONGEST].splitlines()
    quoted = "\n".join(f"> {line}" if line and not line.startswith(">") else f">{line}" for line in lines)
    page = REMOTE_IMAGE.sub("", html) if html and len(html) <= LONGEST else text_to_html(text.strip()[:LONGEST])
    return Quote(
        text=f"{attribution}\n{quoted}",
        html=f'<p>{escape(attribution, quote=False)}</p><blockquote type="cite">{page}</blockquote>',
    )


def attribution_line(*, who: str, at: datetime, language: str) -> str:
    """`Den 22 november 2026 kl. 10.14 skrev Maja Öberg <maja@…>:` in the language, in English for an unknown one."""
    spoken = language.partition("-")[0].lower()
    spoken = {"no": "nb", "nn": "nb"}.get(spoken, spoken)
    spoken = spoken if spoken in ATTRIBUTIONS else "en"
    return ATTRIBUTIONS[spoken].format(
        day=at.day,
        month=MONTHS[spoken].split()[at.month - 1],
        year=at.year,
        hour=f"{at.hour:02}",
        minute=f"{at.minute:02}",
        who=who,
    )
