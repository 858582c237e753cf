"""How mail programs announce that somebody else's words follow."""

import re
from typing import Final

INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
BLANKS: Final = re.compile("[\u00a0\u202f\u2009\t]")
QUOTED: Final = re.compile(r"\s{0,3}>")

SEPARATOR: Final = re.compile(
    r"\s*(?:[-_=—–*]{2,}\s*(?:"
    r"original message|original e-?mail|original meddelande|originalmeddelande|ursprungligt meddelande|"
    r"ursprungligt mail|"
    r"ursprungligt mejl|opprinnelig melding|originalmelding|oprindelig meddelelse|oprindelig besked|oprindelig mail|"
    r"original besked|alkuperäinen viesti|ursprüngliche nachricht|original-?nachricht|originalnachricht|"
    r"message d['’]origine|message original|message initial|mensaje original|wiadomość oryginalna|"
    r"oryginalna wiadomość|"
    r"pierwotna wiadomość|forwarded message|forwarded by[^\n]*|vidarebefordrat (?:meddelande|brev|mejl|mail)|"
    r"videresendt (?:melding|meddelelse|besked|mail)|videresent melding|välitetty viesti|edelleenlähetetty viesti|"
    r"weitergeleitete nachricht|message transféré|mensaje reenviado|przekazana wiadomość|wiadomość przekazana|"
    r"reply message|reply above this line|reply above|svara ovanför denna rad|svara ovanför den här raden"
    r")\s*:?\s*[-_=—–*]{0,}|"
    r"(?:begin forwarded message|start på vidarebefordrat meddelande|vidarebefordrat (?:meddelande|brev|mejl|mail)|"
    r"starten på den? videresendte (?:meddelelse|melding)n?|videresendt melding|start på videresendt melding|"
    r"start på videresendt meddelelse|välitetty viesti alkaa|alku välitetylle viestille|"
    r"anfang der weitergeleiteten nachricht|début du message réexpédié|début du message transféré|"
    r"inicio del mensaje reenviado|początek przekazywanej wiadomości|początek przekazanej wiadomości)\s*:|"
    r">{3} [^\n]{3,160} >{3}|"
    r"(?=.*(?:reply|answer|svar|vasta|antwort|répon|respon|odpow))[-#=*_]{2,}[^\n]{0,60}\b(?:above|ovanför|ovenfor|over|yläpuolelle|oberhalb|au-dessus|encima|powyżej)\b"
    r"[^\n]{0,60}[-#=*_]{2,})\s*",
    re.IGNORECASE,
)
RULE: Final = re.compile(r"\s*(?:[_]{8,}|[-]{8,}|[*]{8,}|[=]{8,}|[—–]{4,})\s*")

LABELS: Final = {
    "from": "from|från|avsändare|fra|avsender|afsender|lähettäjä|von|absender|de|expéditeur|od|nadawca|remitente",
    "sent": (
        "sent|date|sent at|skickat|skickades|datum|sendt|dato|sendt den|lähetetty|päivämäärä|päiväys|pvm|gesendet|"
        "gesendet am|envoyé|envoyé le|date d'envoi|enviado|enviado el|enviado em|fecha|wysłano|wysłane|data|"
        "data wysłania"
    ),
    "to": "to|till|til|vastaanottaja|vast.ott|an|à|a|para|do|destinataire|destinatario|adresat",
    "subject": "subject|ämne|ärende|rubrik|emne|aihe|betreff|objet|asunto|temat",
    "copy": "cc|kopia|kopi|kopio|kopie|copie|copie à|dw|reply-to|svar till|importance|prioritet|betydelse|"
    "bilagor|attachments",
}
LABEL: Final = re.compile(
    r"[\s>*_]*(?:"
    + "|".join(f"(?P<{kind}>{'|'.join(map(re.escape, words.split('|')))})" for kind, words in LABELS.items())
    + r")\s?[*_]*\s?:[*_]*(?:\s(?P<value>.*)|(?P<bare>))$",
    re.IGNORECASE,
)
MARK_LENGTHS: Final = (4, 200)
LONGEST_BLOCK: Final = 16

VERBS: Final = re.compile(
    r"\b(?:wrote|writes|skrev|skriver|schrieb|schreibt|kirjoitti|a écrit|écrit|escribió|escribio|napisał\(a\)|"
    r"napisała|"
    r"napisał|napisano|pisze|wiadomość napisana|napisany przez|geschrieben|ha scritto|schreef|sanoi|sade|said|"
    r"skrev följande|citerar|citat från|quoting|zitat von|citando a|har skrevet|tarafından)(?!\w)",
    re.IGNORECASE,
)
WEEKDAYS: Final = (
    r"mån(?:dag)?|tis(?:dag)?|ons(?:dag)?|tors?(?:dag)?|tors(?:dag)?|fre(?:dag)?|lör(?:dag)?|sön(?:dag)?|"
    r"man(?:dag)?|tir(?:sdag)?|lør(?:dag)?|søn(?:dag)?|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|"
    r"fri(?:day)?|sat(?:urday)?|sun(?:day)?|ma|ti|ke|to|pe|la|su|maanantai\w*|tiistai\w*|keskiviikko\w*|torstai\w*|"
    r"perjantai\w*|lauantai\w*|sunnuntai\w*|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|"
    r"sonntag|lun(?:di|es)?|mar(?:di|tes)?|mer(?:credi)?|mié(?:rcoles)?|jeu(?:di)?|jue(?:ves)?|ven(?:dredi)?|"
    r"vie(?:rnes)?|"
    r"sam(?:edi)?|sáb(?:ado)?|dim(?:anche)?|dom(?:ingo)?|pon\w*|wt\w*|śr\w*|czw\w*|pt|piąt\w*|sob\w*|niedz\w*"
)
DATED_START: Final = re.compile(
    rf"[\s*_>]*(?:on|den|d\.?|på|am|le|el|em|op|il|w dniu|dnia|vid|kl\.?|date|{WEEKDAYS}|\d{{1,4}})\b[.,]{{0,2}}\s",
    re.IGNORECASE,
)
PASSIVE_START: Final = re.compile(r"[\s*_>]*(?:wiadomość napisana przez|mensaje escrito por)\s", re.IGNORECASE)
ADDRESS: Final = re.compile(r"[^\s<>@\[(]{1,128}@[^\s<>@.]{1,128}\.[^\s<>@]")
YEAR_OR_TIME: Final = re.compile(r"(?<!\d)(?:20\d\d|19\d\d)(?!\d)|\d{1,2}[:.]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d\d")
ENDS: Final = re.compile(r":[\s*_]*$")
MOST_LINES: Final = 5
LONGEST_ATTRIBUTION: Final = 500


def plain(line: str) -> str:
    """The line with invisible signs gone and every blank an ordinary one."""
    return line if line.isascii() else BLANKS.sub(" ", INVISIBLE.sub("", line))


def is_quoted(line: str) -> bool:
    return bool(QUOTED.match(line))


def is_separator(line: str) -> bool:
    return MARK_LENGTHS[0] <= len(line) <= MARK_LENGTHS[1] and bool(SEPARATOR.fullmatch(line))


def attribution_at(lines: list[str], at: int) -> tuple[int, int] | None:
    """First and one past last line of the “Anna wrote:” whose verb stands on line `at`, None when it is none."""
    spans = [
        (first, end)
        for first in range(max(0, at - MOST_LINES + 2), at + 1)
        for end in range(at + 1, min(len(lines), at + MOST_LINES - 1) + 1)
        if end - first <= MOST_LINES
    ]
    spans.sort(key=lambda span: (span[1] - span[0], span[0]))
    named = None
    for first, end in spans:
        joined = _joined(lines[first:end])
        if not joined or not ENDS.search(joined) or not VERBS.search(joined):
            continue
        if _is_dated(joined):
            return first, end
        named = named or ((first, end) if _is_named(joined, is_followed_by_quote=_quote_follows(lines, end)) else None)
    return named


def _joined(lines: list[str]) -> str:
    if any(not line.strip() or is_quoted(line) for line in lines):
        return ""
    joined = " ".join(line.strip() for line in lines)
    return joined if len(joined) <= LONGEST_ATTRIBUTION else ""


def _is_dated(joined: str) -> bool:
    if PASSIVE_START.match(joined):
        return True
    return bool(DATED_START.match(joined) and (YEAR_OR_TIME.search(joined) or ADDRESS.search(joined)))


def _is_named(joined: str, *, is_followed_by_quote: bool) -> bool:
    has_address, has_date = bool(ADDRESS.search(joined)), bool(YEAR_OR_TIME.search(joined))
    return (has_address and has_date) or (is_followed_by_quote and len(joined) < 200)  # noqa: PLR2004


def _quote_follows(lines: list[str], end: int) -> bool:
    following = next((line for line in lines[end : end + 3] if line.strip()), "")
    return is_quoted(following)


def header_block_at(lines: list[str], at: int) -> int:
    """One past the last line of a block of From/Sent/To/Subject that begins on line `at`, 0 when there is none."""
    first = LABEL.match(lines[at])
    if first is None or first["copy"]:
        return 0
    kinds, sender, end, blanks = set[str](), "", at, 0
    for number in range(at, min(len(lines), at + LONGEST_BLOCK)):
        found = LABEL.match(lines[number])
        if found and found.lastgroup:
            kind = next(kind for kind in LABELS if found[kind])
            kinds.add(kind)
            sender = (found["value"] or "")[:LONGEST_ATTRIBUTION] if kind == "from" else sender
            end, blanks = number + 1, 0
        elif not lines[number].strip():
            blanks += 1
            if blanks > 1 or "subject" in kinds:
                break
        elif blanks:
            break
    is_mail = "subject" in kinds or ADDRESS.search(sender)
    return end if "from" in kinds and is_mail and len(kinds & {"sent", "to", "subject"}) > 1 else 0
