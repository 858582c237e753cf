"""Replies as mail programs write them in nine languages, put together from our own words."""

from collections.abc import Iterator
from dataclasses import dataclass

QUOTED = "Hej!\n\nDin beställning 1048-2273 skickas i morgon.\n\nVänliga hälsningar\nMaja, Kundservice"
CARD = "Inköpare\nVerkstaden AB\nTel: 08-123 45 67\nwww.verkstaden.example"
AGENT, EMAIL = "Kundservice", "kund@bolaget.example"


@dataclass(frozen=True)
class ReplySample:
    name: str
    text: str
    reply: str
    html: str = ""


@dataclass(frozen=True)
class Language:
    code: str
    words: str
    gmail: str
    apple: str
    thunderbird: str
    yahoo: str
    proton: str
    labels: tuple[str, str, str, str]
    long_date: str
    original: str
    iphone: str
    outlook_mobile: str
    samsung: str
    samsung_original: str
    closing: str


LANGUAGES = [
    Language(
        "sv",
        "Hej,\n\nTack för svaret. Kan ni skicka paketet till jobbet i stället?",
        "Den ons 3 juni 2026 kl 14:02 skrev Kundservice <kund@bolaget.example>:",
        "3 juni 2026 kl. 14:02 skrev Kundservice <kund@bolaget.example>:",
        "Den 2026-06-03 kl. 14:02, skrev Kundservice:",
        "Den onsdag 3 juni 2026 14:02:11 CEST, Kundservice <kund@bolaget.example> skrev:",
        "onsdag 3 juni 2026 kl. 14:02 skrev Kundservice <kund@bolaget.example>:",
        ("Från", "Skickat", "Till", "Ämne"),
        "den 3 juni 2026 14:02",
        "-----Ursprungligt meddelande-----",
        "Skickat från min iPhone",
        "Hämta Outlook för iOS<https://aka.ms/o0ukef>",
        "Skickat från min Samsung Galaxy-smartphone.",
        "-------- Originalmeddelande --------",
        "Med vänliga hälsningar",
    ),
    Language(
        "en",
        "Hi,\n\nThanks for getting back to me. Could you send the parcel to my office instead?",
        "On Wed, Jun 3, 2026 at 2:02\u202fPM Kundservice <kund@bolaget.example> wrote:",
        "On 3 Jun 2026, at 14:02, Kundservice <kund@bolaget.example> wrote:",
        "On 03/06/2026 14:02, Kundservice wrote:",
        "On Wednesday, June 3, 2026 at 02:02:11 PM GMT+2, Kundservice <kund@bolaget.example> wrote:",
        "On Wednesday, June 3rd, 2026 at 2:02 PM, Kundservice <kund@bolaget.example> wrote:",
        ("From", "Sent", "To", "Subject"),
        "Wednesday, June 3, 2026 2:02 PM",
        "-----Original Message-----",
        "Sent from my iPhone",
        "Get Outlook for Android<https://aka.ms/ghei36>",
        "Sent from my Galaxy",
        "-------- Original message --------",
        "Best regards,",
    ),
    Language(
        "nb",
        "Hei,\n\nTakk for svar. Kan dere sende pakken til jobben i stedet?",
        "ons. 3. juni 2026 kl. 14:02 skrev Kundservice <kund@bolaget.example>:",
        "3. juni 2026 kl. 14:02 skrev Kundservice <kund@bolaget.example>:",
        "På 03.06.2026 14:02, skrev Kundservice:",
        "På onsdag 3. juni 2026 kl. 14:02:11 CEST, Kundservice <kund@bolaget.example> skrev:",
        "onsdag 3. juni 2026 kl. 14:02 skrev Kundservice <kund@bolaget.example>:",
        ("Fra", "Sendt", "Til", "Emne"),
        "onsdag 3. juni 2026 14:02",
        "-----Opprinnelig melding-----",
        "Sendt fra min iPhone",
        "Hent Outlook for iOS<https://aka.ms/o0ukef>",
        "Sendt fra min Galaxy",
        "-------- Opprinnelig melding --------",
        "Med vennlig hilsen",
    ),
    Language(
        "da",
        "Hej,\n\nTak for svaret. Kan I sende pakken til mit arbejde i stedet?",
        "Den ons. 3. jun. 2026 kl. 14.02 skrev Kundservice <kund@bolaget.example>:",
        "Den 3. jun. 2026 kl. 14.02 skrev Kundservice <kund@bolaget.example>:",
        "Den 03.06.2026 kl. 14.02 skrev Kundservice:",
        "Den onsdag den 3. juni 2026 14.02.11 CEST skrev Kundservice <kund@bolaget.example>:",
        "onsdag den 3. juni 2026 kl. 14.02 skrev Kundservice <kund@bolaget.example>:",
        ("Fra", "Sendt", "Til", "Emne"),
        "3. juni 2026 14:02",
        "-----Oprindelig meddelelse-----",
        "Sendt fra min iPhone",
        "Hent Outlook til iOS<https://aka.ms/o0ukef>",
        "Sendt fra min Galaxy",
        "-------- Oprindelig meddelelse --------",
        "Med venlig hilsen",
    ),
    Language(
        "fi",
        "Hei,\n\nKiitos vastauksesta. Voitteko lähettää paketin työpaikalleni?",
        "ke 3. kesäk. 2026 klo 14.02 Kundservice (kund@bolaget.example) kirjoitti:",
        "Kundservice <kund@bolaget.example> kirjoitti 3.6.2026 kello 14.02:",
        "Kundservice kirjoitti 3.6.2026 klo 14.02:",
        "keskiviikko 3. kesäkuuta 2026 klo 14.02.11 UTC+3 Kundservice <kund@bolaget.example> kirjoitti:",
        "keskiviikko 3. kesäkuuta 2026 klo 14.02 Kundservice <kund@bolaget.example> kirjoitti:",
        ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
        "keskiviikko 3. kesäkuuta 2026 14.02",
        "-----Alkuperäinen viesti-----",
        "Lähetetty iPhonesta",
        "Hanki Outlook for iOS<https://aka.ms/o0ukef>",
        "Lähetetty Galaxy-puhelimestani",
        "-------- Alkuperäinen viesti --------",
        "Ystävällisin terveisin",
    ),
    Language(
        "de",
        "Hallo,\n\nvielen Dank. Können Sie das Paket bitte ins Büro schicken?",
        "Am Mi., 3. Juni 2026 um 14:02 Uhr schrieb Kundservice <kund@bolaget.example>:",
        "Am 03.06.2026 um 14:02 schrieb Kundservice <kund@bolaget.example>:",
        "Am 03.06.26 um 14:02 schrieb Kundservice:",
        "Am Mittwoch, 3. Juni 2026 um 14:02:11 MESZ hat Kundservice <kund@bolaget.example> Folgendes geschrieben:",
        "Kundservice <kund@bolaget.example> schrieb am Mittwoch, 3. Juni 2026 um 14:02:",
        ("Von", "Gesendet", "An", "Betreff"),
        "Mittwoch, 3. Juni 2026 14:02",
        "-----Ursprüngliche Nachricht-----",
        "Von meinem iPhone gesendet",
        "Holen Sie sich Outlook für iOS<https://aka.ms/o0ukef>",
        "Von meinem Galaxy gesendet",
        "-------- Ursprüngliche Nachricht --------",
        "Mit freundlichen Grüßen",
    ),
    Language(
        "fr",
        "Bonjour,\n\nMerci de votre réponse. Pouvez-vous envoyer le colis à mon bureau ?",
        "Le mer. 3 juin 2026 à 14:02, Kundservice <kund@bolaget.example> a écrit :",
        "Le 3 juin 2026 à 14:02, Kundservice <kund@bolaget.example> a écrit :",
        "Le 03/06/2026 à 14:02, Kundservice a écrit :",
        "Le mercredi 3 juin 2026 à 14:02:11 UTC+2, Kundservice <kund@bolaget.example> a écrit :",
        "Le mercredi 3 juin 2026 à 14:02, Kundservice <kund@bolaget.example> a écrit :",
        ("De", "Envoyé", "À", "Objet"),
        "mercredi 3 juin 2026 14:02",
        "-----Message d'origine-----",
        "Envoyé de mon iPhone",
        "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
        "Envoyé depuis mon smartphone Samsung Galaxy.",
        "-------- Message d'origine --------",
        "Cordialement,",
    ),
    Language(
        "es",
        "Hola:\n\nGracias por la respuesta. ¿Podrían enviar el paquete a mi oficina?",
        "El mié, 3 jun 2026 a las 14:02, Kundservice (<kund@bolaget.example>) escribió:",
        "El 3 jun 2026, a las 14:02, Kundservice <kund@bolaget.example> escribió:",
        "El 3/6/26 a las 14:02, Kundservice escribió:",
        "El miércoles, 3 de junio de 2026, 14:02:11 CEST, Kundservice <kund@bolaget.example> escribió:",
        "El miércoles, 3 de junio de 2026 a las 14:02, Kundservice <kund@bolaget.example> escribió:",
        ("De", "Enviado", "Para", "Asunto"),
        "miércoles, 3 de junio de 2026 14:02",
        "-----Mensaje original-----",
        "Enviado desde mi iPhone",
        "Obtener Outlook para iOS<https://aka.ms/o0ukef>",
        "Enviado desde mi Galaxy",
        "-------- Mensaje original --------",
        "Un saludo,",
    ),
    Language(
        "pl",
        "Dzień dobry,\n\ndziękuję za odpowiedź. Czy mogą Państwo wysłać paczkę do biura?",
        "śr., 3 cze 2026 o 14:02 Kundservice <kund@bolaget.example> napisał(a):",
        "Wiadomość napisana przez Kundservice <kund@bolaget.example> w dniu 3 cze 2026, o godz. 14:02:",
        "W dniu 3.06.2026 o 14:02, Kundservice pisze:",
        "W dniu środa, 3 czerwca 2026 14:02:11 CEST Kundservice <kund@bolaget.example> napisał(a):",
        "środa, 3 czerwca 2026 14:02, Kundservice <kund@bolaget.example> napisał(a):",
        ("Od", "Wysłano", "Do", "Temat"),
        "środa, 3 czerwca 2026 14:02",
        "-----Wiadomość oryginalna-----",
        "Wysłane z iPhone'a",
        "Pobierz aplikację Outlook dla systemu iOS<https://aka.ms/o0ukef>",
        "Wysłane z mojego Galaxy",
        "-------- Oryginalna wiadomość --------",
        "Pozdrawiam",
    ),
]


def samples() -> Iterator[ReplySample]:
    """Every language in every mail program."""
    for language in LANGUAGES:
        yield from _of_programs(language)


def _of_programs(of: Language) -> Iterator[ReplySample]:
    block = _block(of)
    rule = "_" * 32
    yield _sample(of, "gmail", f"{of.words}\n\n{of.gmail}\n\n{_quoted()}\n")
    yield _sample(of, "gmail-wrapped", f"{of.words}\n\n{_wrapped(of.gmail)}\n\n{_quoted()}\n")
    yield _sample(
        of, "gmail-signature", f"{of.words}\n\n{of.gmail}\n\n{_quoted()}\n>\n\n\n-- \nAnna Karlsson\n070-123 45 67\n"
    )
    yield _sample(of, "apple-mail", f"{of.words}\n\n> {of.apple}\n> \n{_quoted()}\n")
    yield _sample(of, "iphone", f"{of.words}\n\n{of.iphone}\n\n> {of.apple}\n> \n{_quoted()}\n")
    yield _sample(of, "iphone-unquoted", f"{of.words}\n\n{of.iphone}\n\n{of.apple}\n\n{QUOTED}\n")
    yield _sample(of, "thunderbird", f"{of.words}\n\n{of.thunderbird}\n{_quoted()}\n")
    yield _sample(of, "thunderbird-below", f"{of.thunderbird}\n{_quoted()}\n\n{of.words}\n")
    yield _sample(of, "yahoo", f" {of.words}\n\n    {of.yahoo}  \n \n {QUOTED}\n")
    yield _sample(of, "proton", f"{of.words}\n\n{of.proton}\n\n{_quoted()}\n")
    yield _sample(of, "outlook-desktop", f"{of.words}\n\n{block}\n\n{QUOTED}\n")
    yield _sample(of, "outlook-plain", f"{of.words}\n\n{of.original}\n{block}\n\n{QUOTED}\n")
    yield _sample(of, "outlook-web", f"{of.words}\n{rule}\n{block}\n\n{QUOTED}\n")
    yield _sample(
        of,
        "outlook-mobile",
        f"{of.words}\n\n{of.outlook_mobile}\n{rule}\n{block}\n\n{QUOTED}\n",
    )
    yield _sample(of, "samsung", f"{of.words}\n\n\n\n{of.samsung}\n\n\n{of.samsung_original}\n{block}\n\n{QUOTED}\n")
    card = f"{of.closing}\nAnna Karlsson"
    yield _sample(
        of,
        "outlook-card",
        f"{of.words}\n\n{card}\n\n{CARD}\n\n{block}\n\n{QUOTED}\n",
        f"{of.words}\n\n{card}",
    )


def _sample(of: Language, program: str, text: str, reply: str = "") -> ReplySample:
    return ReplySample(f"{of.code}-{program}", text, reply or of.words)


def _block(of: Language) -> str:
    sender, sent, to, subject = of.labels
    anna = "Anna Karlsson <anna@post.example>"
    return f"{sender}: {AGENT} <{EMAIL}>\n{sent}: {of.long_date}\n{to}: {anna}\n{subject}: 1048-2273"


def _quoted() -> str:
    return "\n".join(f"> {line}".rstrip() for line in QUOTED.split("\n"))


def _wrapped(line: str) -> str:
    at = line.rfind(" ", 0, len(line) - 20)
    return f"{line[:at]}\n{line[at + 1 :]}"
