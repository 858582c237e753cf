"""Where a writer's own words end and the card under them begins."""

import re
from typing import Final

DELIMITER: Final = re.compile(r"\s{0,2}(?:--|—|––)\s*")
FOOTER: Final = re.compile(
    r"\s*[-_*<\[(]*\s*(?:"
    r"(?:skickat|skickades|skickad|sänt) (?:från|med|via) .{1,60}|"
    r"sent (?:from|with|via|using) .{1,60}|get outlook for \w+.{0,60}|"
    r"hämta outlook för \w+.{0,60}|hent outlook (?:for|til) \w+.{0,60}|få outlook (?:for|til) \w+.{0,60}|"
    r"hanki outlook .{0,60}|skaffa outlook för \w+.{0,60}|outlook (?:for|för) (?:ios|android).{0,60}|"
    r"holen sie sich outlook .{0,60}|outlook für (?:ios|android) .{0,60}|télécharger outlook .{0,60}|"
    r"obtenir outlook .{0,60}|obtener outlook .{0,60}|pobierz (?:aplikację )?outlook .{0,60}|"
    r"(?:sendt|send) (?:fra|med|via) .{1,60}|lähetetty .{1,60}|lähetin tämän .{1,60}|"
    r"(?:von meinem .{1,40} gesendet|gesendet (?:von|mit|über) .{1,60}|diese nachricht wurde von .{1,40} gesendet)|"
    r"envoyé (?:de|depuis|à partir|avec) .{1,60}|enviado (?:desde|con|de) .{1,60}|"
    r"wysłan[eoay] (?:z|ze|za|przy|od) .{1,60}|"
    r"virus(?:fritt|free|frei|fri).{0,60}|denna e-?post (?:är|har) .{0,40}(?:avast|virus).{0,60}|"
    r"this e-?mail has been checked for viruses.{0,80}|https?://www\.avast\.com\S*"
    r")\s*[\])>]*\.?\s*",
    re.IGNORECASE,
)
LINK: Final = re.compile(r"\s?<https?://[^\s<>]*>|(?<=\])\(https?://[^\s()]*\)")
CONFIDENTIAL: Final = re.compile(
    r"konfidentiel|förtrolig|sekretess|fortrolig|luottamuksel|confidential|confidentiel|confidencial|vertraulich|poufn",
    re.IGNORECASE,
)
MISDIRECTED: Final = re.compile(
    r"adressat|avsedd|misstag|mottagare|modtager|mottaker|ved en (?:fejl|feil)|vastaanottaj|erehdy|intended|addressee|"
    r"in error|recipient|empfänger|irrtüm|destinataire|erreur|destinatario|por error|adresat|omyłk|pomyłk",
    re.IGNORECASE,
)
# only with its link: “Jag har Outlook för Mac” may be what a customer says
PROGRAM_FOR_SALE: Final = re.compile(
    r".{0,30}\boutlook (?:for|för|til|für|pour|para|dla|na) (?:systemu )?(?:ios|android|mac)\b.{0,20}", re.IGNORECASE
)
DEVICE: Final = re.compile(
    r"iphone|ipad|android|samsung|galaxy|huawei|xiaomi|oneplus|pixel|sony|xperia|nokia|motorola|htc|blackberry|"
    r"windows|mobil|telefon|phone|smartphone|puhelim|mobiili|handy|tablet|surfplatta|outlook|yahoo|gmail|mail|post|"
    r"proton|tutanota|spark|telia|app\b|móvil|mobile|portable|komór|aquamail|fairmail|k-9|thunderbird|virus|"
    r"avast|mac\b",
    re.IGNORECASE,
)
CLOSING: Final = re.compile(
    r"\s*(?:(?:med )?(?:vänlig|vänliga|bästa|hjärtliga|varma|soliga|trevliga|många|venlig|vennlig|beste|bedste|varme|"
    r"kærlig|kjærlig|hjertelig)[\w ]{0,12} ?(?:hälsning(?:ar)?|hilsen|hilsener|hälsn\.?)|"
    r"m\.?v\.?h\.?|vänligen|tack på förhand|på förhand tack|vh|v\.h\.|"
    r"hälsningar?|hälsn\.?|hilsen|mvh/|(?:allt|ha) (?:gott|det bra|en (?:fin|trevlig|bra) [\w ]{2,20})|"
    r"(?:(?:best|kind|kindest|warm|warmest|many) )?regards|best(?: wishes)?|cheers|sincerely|"
    r"(?:yours )?(?:sincerely|faithfully|truly)|"
    r"(?:ystävällisin|parhain|lämpimin|yhteistyö)\w* ?(?:terveisin)?|terveisin|terv\.?|t\.|"
    r"(?:mit )?(?:freundlichen|besten|herzlichen|lieben|freundliche|beste|viele|liebe|schöne|"
    r"herzliche) grü(?:ß|ss)en?|mfg|"
    r"(?:bien )?cordialement|(?:meilleures|sincères|cordiales) salutations|bien à vous|bonne journée|"
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|reciba un cordial saludo|"
    r"(?:z |łączę )?(?:poważaniem|wyrazami szacunku|pozdrowieni\w+)|pozdrawiam(?: serdecznie)?|"
    r"serdecznie pozdrawiam|pozdr\.?)"
    r"[,.!\s]*",
    re.IGNORECASE,
)
CARD: Final = re.compile(
    r"\+?\d[\d ()/–-]{6,}\d|\S+@\S+\.\w+|https?://|www\.|\b(?:tel|tfn|telefon|mobil|phone|direkt|växel|"
    r"org\.? ?nr|fax|puh|gsm|"
    r"mob|adress|besöksadress|postadress|e-?post|e-?mail)\b\.?\s*:?|\b(?:AB|HB|AS|A/S|ApS|Oy|Oyj|GmbH|Ltd|Inc|"
    r"S\.?A\.?|S\.?L\.?|"
    r"sp\. z o\.o\.)(?:\s|$)|\b\d{3} ?\d{2}\s+[A-ZÅÄÖ]",
    re.IGNORECASE,
)
RULE: Final = re.compile(r"\s*[_*-]{3,}\s*")
SENTENCE: Final = re.compile(r"^\s*p\.?s\.?\W|\w \w.*[.!?]\s*$", re.IGNORECASE)
LONGEST_DELIMITED: Final = 40
LONGEST_CARD: Final = 14
LONGEST_LINE: Final = 200
CARD_LINE: Final = 90
LONG_SENTENCE: Final = 60
EITHER: Final = re.compile(r"\s+[/|]\s+")
NAME: Final = re.compile(r"(?:[^\W\d_a-zåäöæøéü][\w.'’-]*\s*){1,3}")


def signature_start(lines: list[str]) -> int:
    """The line where the signature begins, `len(lines)` when there is none."""
    end = _before_footers(lines)
    for number in range(end - 1, max(-1, end - LONGEST_DELIMITED), -1):
        if DELIMITER.fullmatch(lines[number]) and not _goes_on(lines[number + 1 : end]):
            end = _before_delimiters(lines, number)
            end = _before_footers(lines[:end])
            return end if any(line.strip() for line in lines[:end]) else number
    return min(_before_card(lines, end), _before_ruled_card(lines, end))


def _before_ruled_card(lines: list[str], end: int) -> int:
    """Where a rule with nothing but a card under it stands."""
    ruled = (at for at in range(end - 2, max(0, end - LONGEST_CARD), -1) if RULE.fullmatch(lines[at]))
    number = next(ruled, end)
    card = [line for line in lines[number + 1 : end] if line.strip()]
    has_words_above = any(line.strip() for line in lines[:number])
    return number if has_words_above and _is_card(card) and any(map(CARD.search, card)) else end


def _goes_on(lines: list[str]) -> bool:
    """Whether dashes only part two thoughts: sentences follow, and a closing after them."""
    closing = next((at for at, line in enumerate(lines) if _is_closing(line)), 0)
    return any(len(line) > LONG_SENTENCE and SENTENCE.search(line) for line in lines[:closing])


def _before_delimiters(lines: list[str], end: int) -> int:
    while end and (not lines[end - 1].strip() or DELIMITER.fullmatch(lines[end - 1])):
        end -= 1
    return end


def _before_disclaimer(lines: list[str]) -> int:
    """Where the lawyers' paragraph at the foot begins."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and lines[start - 1].strip() and end - start < LONGEST_CARD:
        start -= 1
    words = " ".join(lines[start:end])
    return start if start and CONFIDENTIAL.search(words) and MISDIRECTED.search(words) else len(lines)


def _before_footers(lines: list[str]) -> int:
    end = _before_disclaimer(lines)
    if end < len(lines):
        return _before_footers(lines[:end])
    while end and (not lines[end - 1].strip() or is_footer(lines[end - 1]) or RULE.fullmatch(lines[end - 1])):
        end -= 1
    return end if any(is_footer(line) for line in lines[end:]) else len(lines)


def is_footer(line: str) -> bool:
    """Whether a mail program or a virus scanner wrote the line."""
    shown = LINK.sub("", line) if len(line) < LONGEST_LINE else ""
    if shown != line and PROGRAM_FOR_SALE.fullmatch(shown):
        return True
    return bool(shown and FOOTER.fullmatch(shown) and DEVICE.search(shown))


def _before_card(lines: list[str], end: int) -> int:
    for number in range(end - 1, max(-1, end - LONGEST_CARD - 4), -1):
        closing = _is_closing(lines[number])
        if closing:
            first = _after_name(lines, number, end)
            card = [line for line in lines[first:end] if line.strip()]
            return first if _is_card(card) else end
    return end


def _is_closing(line: str) -> bool:
    if len(line) > CARD_LINE:
        return False
    head, _, tail = line.partition(",")
    if _is_bare_closing(line):
        return True
    if CLOSING.fullmatch(head) and len(tail.split()) <= 3:  # noqa: PLR2004
        return True
    begun = CLOSING.match(line)
    return bool(begun and line[begun.end() - 1].isspace() and NAME.fullmatch(line, begun.end()))


def _is_bare_closing(line: str) -> bool:
    return all(CLOSING.fullmatch(wording) for wording in EITHER.split(line.strip()))


def _after_name(lines: list[str], closing: int, end: int) -> int:
    number = closing + 1
    if _is_bare_closing(lines[closing]):
        while number < end and not lines[number].strip():
            number += 1
        number += 1
    while number < end and not lines[number].strip():
        number += 1
    return min(number, end)


def _is_card(lines: list[str]) -> bool:
    if not lines or len(lines) > LONGEST_CARD or any(len(line) > CARD_LINE for line in lines):
        return False
    if any(SENTENCE.search(line) and not CARD.search(line) for line in lines):
        return False
    return any(CARD.search(line) for line in lines) or len(lines) > 1
