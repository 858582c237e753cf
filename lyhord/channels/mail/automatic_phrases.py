"""The words of automatic replies, in the languages of our customers."""

import re
from typing import Final

# people write about machines too: “Autosvar varje gång” is a complaint, “Autosvar: Paket” is none
HEADING: Final = r"\b(?=\s*(?:$|[:([–—-]|från\b|fra\b|på\b|om\b|re\b|sv\b))"
SUBJECT_SAYS_AUTOMATIC: Final = re.compile(
    r"^\s*(?:"
    rf"(?:automatisk[at]?\s+(?:svar|besked|bekräftelse|e-?post|meddelande|svarsmelding|mail)|auto\s?svar){HEADING}|"
    r"frånvaro(?:meddelande|besked)?\b\s*(?::|-|–|$)|frånvarande\b|(?:är\s+)?ej\s+på\s+kontoret|inte\s+på\s+kontoret|"
    r"semester(?:meddelande|svar)\b|på\s+semester\s*(?::|$)|föräldraledig\s*(?::|$)|tjänstledig\s*(?::|$)|"
    r"fravær(?:ende|smelding|sbesked)?\b\s*(?::|-|–|$)|ikke\s+(?:til\s+stede|på\s+kontoret)|på\s+ferie\s*(?::|$)|"
    r"automaattinen\s+vastaus|automaattivastaus|poissaolo(?:ilmoitus|viesti)|poissa(?:\s+toimistosta)?\s*(?::|$)|lomailmoitus|"
    r"auto(?:matic)?[-\s]?(?:reply|response|responder|answer)|automated\s+(?:reply|response|message)|"
    r"out\s+of\s+(?:the\s+)?office|out-of-office|away\s+from\s+(?:the\s+|my\s+)?(?:office|mail|desk)|\[auto|"
    r"auto:|ooo:|"
    r"on\s+(?:vacation|holiday|parental\s+leave|annual\s+leave)\s*(?::|$)|vacation\s+(?:reply|response|message)|"
    r"automatische\s+(?:antwort|rückmeldung)|auto-?antwort|abwesen(?:d|heit)|"
    r"réponse\s+automatique|absence\s+du\s+bureau|absent\(?e?\)?\s+du\s+bureau|message\s+d.absence|"
    r"respuesta\s+automática|fuera\s+de\s+(?:la\s+)?oficina|ausente\s+de\s+la\s+oficina|"
    r"odpowiedź\s+automatyczna|automatyczna\s+odpowiedź|autoodpowiedź|poza\s+biurem|nieobecność\b)",
    re.IGNORECASE,
)
SAYS_IT_IS_A_MACHINE: Final = re.compile(
    r"\b(?:detta|det här) är ett automat\w+ (?:meddelande|mejl|mail|e-?post\w*|svar|utskick)|"
    r"\bdette er en automat\w+ (?:melding|besked|meddelelse|e-?post|e-?mail)|\btämä on automaattinen viesti|"
    r"\bthis is an auto\w+(?:[ -]generated)? (?:message|e-?mail|reply|response|notification)|"
    r"\bdiese (?:e-?mail|nachricht) wurde automatisch|\bdies ist eine automatisch|\bceci est un message automatique|"
    r"\bce message a été (?:envoyé|généré) automatiquement|\beste es un mensaje automático|"
    r"\bwiadomość (?:została )?wygenerowana automatycznie|\bto jest wiadomość automatyczna",
    re.IGNORECASE,
)
ABSENT: Final = re.compile(
    r"\bjag (?:är|har) (?:just nu |för närvarande |idag |nu )?(?:på semester|ledig|semester|föräldraledig|"
    r"sjukskriven|"
    r"tjänstledig|bortrest|på (?:tjänste)?resa|inte på kontoret|ej på kontoret|frånvarande|inte anträffbar|"
    r"inte i tjänst)|"
    r"\bjag är (?:åter|tillbaka)\b|\bär åter (?:på kontoret|i tjänst)|kontoret är stängt|vi har (?:semester)?stängt|"
    r"\bautosvar\b|automatiskt svar|"
    r"\bjeg (?:er|har|holder) (?:for tiden |for tida |i øyeblikket |desværre |pt\.? )?(?:på ferie|ferie|fri|"
    r"ikke på kontoret|"
    r"ute av kontoret|i permisjon|på barsel|bortreist|sykmeldt|fraværende|ikke til stede|på rejse|på reise|"
    r"ude af kontoret)|"
    r"\bautosvar\b|automatisk svar|"
    r"\bolen (?:tällä hetkellä |parhaillaan )?(?:lomalla|poissa|vapaalla|matkoilla|vanhempainvapaalla|"
    r"sairauslomalla)|\ben ole (?:toimistolla|paikalla|töissä|tavoitettavissa)|"
    r"automaattinen vastaus|"
    r"\bi(?:'m| am|’m) (?:currently |presently )?(?:out of (?:the )?office|on (?:vacation|holiday|annual leave|leave|"
    r"parental leave|maternity leave|sick leave)|away|traveling|travelling|not in the office)|"
    r"\bi will be (?:out of (?:the )?office|away|on vacation|on leave)|"
    r"\bich bin (?:derzeit |zurzeit |momentan |aktuell |bis )?(?:[\w.]+ )?(?:nicht im (?:büro|haus)|im urlaub|"
    r"abwesend|außer haus|"
    r"in elternzeit|nicht erreichbar)|"
    r"je suis (?:actuellement )?(?:absente?|en congés?|en vacances|hors du bureau|en déplacement)|"
    r"(?:estoy|estaré|me encuentro) (?:actualmente )?(?:fuera de la oficina|de vacaciones|ausente)|"
    r"(?:jestem|przebywam) (?:obecnie |aktualnie )?(?:na urlopie|poza biurem|nieobecn[ya])",
    re.IGNORECASE,
)
DEFERS: Final = re.compile(
    r"vid (?:brådskande|akuta?|frågor|akut)|brådskande ärenden|(?:svarar|besvarar|"
    r"läser) (?:jag )?(?:på )?(?:ditt|era?|din|mina?)?"
    r" ?(?:e-?post|mejl|mail|meddelande)[\w ]* (?:när|så snart|då|efter|inte)|svarar (?:så snart|när) jag|"
    r"(?:inte|ej) (?:att )?läsa?s?\b|läser inte|under tiden (?:kan|går|vänligen)|kontakta (?:gärna |istället |"
    r"i stället )?"
    r"(?:min|mina|vår|våra|kollega|kontoret|receptionen|växeln|supporten|\S+@)|åter (?:på kontoret|i tjänst|på plats)|"
    r"tillbaka (?:på kontoret|i tjänst)|"
    r"begränsad (?:tillgång|möjlighet)|återkommer (?:till dig )?(?:när|så snart|efter)|"
    r"ved (?:hastesaker|haster|akutte|hastende|spørgsmål|presserende)|(?:svarer|besvarer)[\w ]* når jeg|"
    r"kontakt (?:venligst |gjerne |vennligst )?(?:min|mine|vår|vores|kollega|\S+@)|tilbake (?:på|igjen)|"
    r"tilbage (?:på|igen)|"
    r"begrenset tilgang|begrænset adgang|vender tilbage|"
    r"kiireelliset|kiireellisissä|vastaan (?:viestiisi|sinulle|viesteihin)|ottakaa? yhteyttä|palaan (?:töihin|"
    r"toimistolle)|"
    r"(?:for|in case of|if) (?:any )?(?:urgent|immediate|emergenc)|if (?:this|it|your \w+) is urgent|limited access|"
    r"(?:will )?(?:respond|reply|get back)[\w ]* (?:when|upon|as soon|after|once)|please contact|"
    r"(?:in|bei) dringende[nm]|wenden sie sich|nicht weitergeleitet|(?:bearbeit|"
    r"beantwort)\w+[\w ,]* (?:rückkehr|zurück)|"
    r"en cas d.urgence|pour toute urgence|à mon retour|veuillez contacter|"
    r"(?:en caso|para (?:temas|asuntos)) (?:de )?urgen|a mi (?:regreso|vuelta)|"
    r"w (?:sprawach|pilnych)|pilnych sprawach|po (?:moim )?powrocie|proszę o kontakt",
    re.IGNORECASE,
)
