# ruff: noqa: E501 -- markup and marks stand as the programs write them
"""Replies from programs of every kind, each with what is new in it."""

VARIANTS = [
    (
        "outlook bold sv",
        ("Hej\n\n*Från:* Maja <kund@b.se>\n*Skickat:* den 3 juni 2026 14:02\n*Till:* Anna\n*Ämne:* Re: x\n\nText"),
        "Hej",
    ),
    (
        "new outlook",
        ("Hej\n\nFrån: Maja <kund@b.se>\nDatum: onsdag, 3 juni 2026 14:02\nTill: Anna\nÄmne: Re: x\n\nText"),
        "Hej",
    ),
    (
        "gmail fwd",
        (
            "Kan ni kolla?\n\n---------- Forwarded message ---------\nFrån: Maja <kund@b.se>\n"
            "Date: ons 3 juni 2026 kl 14:02\nSubject: x\nTo: <anna@c.se>\n\nText"
        ),
        "Kan ni kolla?",
    ),
    (
        "apple sv old",
        "Hej\n\n> 3 juni 2026 kl. 14:02 skrev Maja <kund@b.se>:\n> \n> Text",
        "Hej",
    ),
    (
        "sv 'Den ... skrev' wrapped before name",
        (
            "Hej\n\nDen ons 3 juni 2026 kl 14:02 skrev Kundservice på Bolaget Aktiebolag <\n"
            "kund@bolaget.example>:\n\n> Text"
        ),
        "Hej",
    ),
    (
        "outlook.com en",
        (
            "Thanks\n\n________________________________\nFrom: Maja <kund@b.se>\n"
            "Sent: Wednesday, June 3, 2026 2:02:11 PM\nTo: anna@c.se <anna@c.se>\nSubject: Re: x\n\n"
            "Text"
        ),
        "Thanks",
    ),
    (
        "thunderbird en-US",
        "Yes\n\nOn 6/3/2026 2:02 PM, Maja wrote:\n> Text\n\n",
        "Yes",
    ),
    (
        "thunderbird sv",
        "Ja\n\nMaja skrev den 2026-06-03 14:02:\n> Text",
        "Ja",
    ),
    (
        "thunderbird sv 2",
        "Ja\n\nDen 2026-06-03 kl. 14:02, skrev Maja via Kundservice:\n> Text",
        "Ja",
    ),
    (
        "roundcube",
        "Ja\n\nDen 2026-06-03 14:02, Maja skrev:\n> Text",
        "Ja",
    ),
    (
        "roundcube2",
        "Ja\n\n2026-06-03 14:02 skrev Maja:\n> Text",
        "Ja",
    ),
    (
        "horde",
        "Ja\n\nCiterar Maja <kund@b.se>:\n\n> Text",
        "Ja",
    ),
    (
        "quoting en",
        "Ja\n\nQuoting Maja <kund@b.se>:\n\n> Text",
        "Ja",
    ),
    (
        "exchange mobile",
        (
            "Ja\n\nSkickat från Outlook för iOS<https://aka.ms/o0ukef>\n"
            "________________________________\nFrån: Maja <kund@b.se>\n"
            "Skickat: Wednesday, June 3, 2026 2:02:11 PM\nTill: x\nÄmne: y\n\nText"
        ),
        "Ja",
    ),
    (
        "windows mail",
        (
            "Ja\n\nSkickades från E-post för Windows\n\nFrån: Maja\nSkickat: den 3 juni 2026 14:02\n"
            "Till: Anna\nÄmne: x\n\nText"
        ),
        "Ja",
    ),
    (
        "samsung sv",
        (
            "Ja\n\n\nSkickat från min Galaxy\n\n\n-------- Originalmeddelande --------\n"
            "Från: Maja <kund@b.se>\nDatum: 2026-06-03 14:02 (GMT+01:00)\nTill: Anna\nÄmne: x\n\nText"
        ),
        "Ja",
    ),
    (
        "proton sv",
        (
            "Ja\n\nSkickades från Proton Mail för iOS\n\n\n-------- Originalmeddelande --------\n"
            "On 2026-06-03 14:02, Maja <kund@b.se> wrote:\n\n> Text"
        ),
        "Ja",
    ),
    (
        "proton new",
        (
            "Ja\n\nSkickat med Proton Mail säker e-post.\n\n"
            "onsdag 3 juni 2026 klockan 14:02, Maja <kund@b.se> skrev:\n\n> Text"
        ),
        "Ja",
    ),
    (
        "yahoo sv",
        (
            "Ja\n\nSkickat från Yahoo Mail för iPhone\n\n\n"
            "Den onsdag, juni 3, 2026, 2:02 em, skrev Maja <kund@b.se>:\n\nText"
        ),
        "Ja",
    ),
    (
        "yahoo en mobile",
        (
            "Yes\n\nSent from Yahoo Mail for iPhone\n\n\n"
            "On Wednesday, June 3, 2026, 2:02 PM, Maja <kund@b.se> wrote:\n\nText"
        ),
        "Yes",
    ),
    (
        "gmail de",
        "Ja\n\nMaja <kund@b.se> schrieb am Mi., 3. Juni 2026, 14:02:\n\n> Text",
        "Ja",
    ),
    (
        "gmail mobile sv",
        "Ja\n\nDen ons 3 juni 2026 14:02Maja <kund@b.se> skrev:\n\n> Text",
        "Ja",
    ),
    (
        "gmail mobile fi",
        "Joo\n\nke 3.6.2026 klo 14.02 Maja <kund@b.se> kirjoitti:\n\n> Text",
        "Joo",
    ),
    (
        "gmail nb mobile",
        "Ja\n\nons. 3. juni 2026, 14:02 skrev Maja <kund@b.se>:\n\n> Text",
        "Ja",
    ),
    (
        "outlook fi",
        (
            "Joo\n\nLähettäjä: Maja <kund@b.se>\n"
            "Päivämäärä: keskiviikko, 3. kesäkuuta 2026 klo 14.02\nVastaanottaja: Anna\nAihe: x\n\n"
            "Text"
        ),
        "Joo",
    ),
    (
        "outlook mac de",
        ("Ja\n\nVon: Maja <kund@b.se>\nDatum: Mittwoch, 3. Juni 2026 um 14:02\nAn: Anna\nBetreff: x\n\nText"),
        "Ja",
    ),
    (
        "outlook fr nbsp",
        (
            "Oui\n\nDe\u00a0: Maja <kund@b.se>\nEnvoyé\u00a0: mercredi 3 juin 2026 14:02\nÀ\u00a0: Anna\nObjet\u00a0: x\n\n"
            "Text"
        ),
        "Oui",
    ),
    (
        "es",
        ("Sí\n\nDe: Maja <kund@b.se>\nEnviado el: miércoles, 3 de junio de 2026 14:02\nPara: Anna\nAsunto: x\n\nText"),
        "Sí",
    ),
    (
        "pl",
        ("Tak\n\nOd: Maja <kund@b.se>\nWysłane: środa, 3 czerwca 2026 14:02\nDo: Anna\nTemat: x\n\nText"),
        "Tak",
    ),
    (
        "pl gmail",
        "Tak\n\nśr., 3 cze 2026, 14:02 użytkownik Maja <kund@b.se> napisał:\n\n> Text",
        "Tak",
    ),
    (
        "lotus",
        "Ja\n\n\n\nFrån:\tMaja <kund@b.se>\nTill:\tAnna\nDatum:\t2026-06-03 14:02\nÄrende:\tx\n\nText",
        "Ja",
    ),
    (
        "html-ish table",
        "Ja\n\n| Från: Maja\n",
        "Ja\n\n| Från: Maja",
    ),
    (
        "sig before quote",
        "Ja tack\n\n--\nAnna\n070\n\nDen 3 juni 2026 kl. 14:02 skrev Maja <k@b.se>:\n\n> Text",
        "Ja tack",
    ),
    (
        "footer + closing",
        ("Ja tack\n\nMvh\nAnna\n\nSkickat från min iPhone\n\n> 3 juni 2026 kl. 14:02 skrev Maja <k@b.se>:\n> \n> Text"),
        "Ja tack\n\nMvh\nAnna",
    ),
    (
        "interleaved gmail",
        (
            "Den ons 3 juni 2026 kl 14:02 skrev Maja <k@b.se>:\n\n> Hej\n> Storlek?\n\n42\n\n> Färg?\n\n"
            "Blå\n\n> Mvh Maja\n"
        ),
        "> Hej\n> Storlek?\n\n42\n\n> Färg?\n\nBlå",
    ),
    (
        "one inline answer with more quote after",
        "Hej!\n\nDen ons 3 juni 2026 kl 14:02 skrev Maja <k@b.se>:\n\n> Storlek?\n\n42\n\n> Mvh Maja\n",
        "Hej!\n\n42",
    ),
    (
        "avast",
        "Ja\n\n-- \nDenna e-post har kontrollerats av Avast antivirusprogram.\nwww.avast.com",
        "Ja",
    ),
    (
        "helpdesk marker",
        "Ja\n\n##- Please type your reply above this line -##\n\nText",
        "Ja",
    ),
    (
        "confidential",
        (
            "Ja\n\nVänliga hälsningar\nAnna Karlsson\nEkonomiansvarig\n"
            "Bolaget AB | Storgatan 1 | 111 22 Stockholm\nTel 08-123 45 67"
        ),
        "Ja\n\nVänliga hälsningar\nAnna Karlsson",
    ),
    (
        "on behalf",
        (
            "Ja\n\nFrån: Maja <k@b.se> För Kundservice\nSkickat: den 3 juni 2026\nTill: A\nKopia: B\n"
            "Ämne: x\nPrioritet: Hög\n\nText"
        ),
        "Ja",
    ),
    (
        "quoted only w header",
        "Från: a\nhej",
        "Från: a\nhej",
    ),
    (
        "gmail en colonless?",
        "Yes\n\nOn Wed, Jun 3, 2026, 2:02 PM Maja <k@b.se> wrote:\n\n> Text",
        "Yes",
    ),
    (
        "at-wrote 3 lines",
        (
            "Yes\n\nOn Wed, Jun 3, 2026 at 2:02 PM Kundservice hos Bolaget\nAktiebolag (publ)\n"
            "<kund@b.se> wrote:\n\n> Text"
        ),
        "Yes",
    ),
    (
        "da outlook",
        "Ja\n\nFra: Maja <kund@b.se>\nSendt: 3. juni 2026 14:02\nTil: Anna\nEmne: x\n\nText",
        "Ja",
    ),
    (
        "da apple",
        "Ja\n\n> Den 3. jun. 2026 kl. 14.02 skrev Maja <kund@b.se>:\n> \n> Text",
        "Ja",
    ),
    (
        "nb apple",
        "Ja\n\n> 3. jun. 2026 kl. 14:02 skrev Maja <kund@b.se>:\n> \n> Text",
        "Ja",
    ),
    (
        "nb outlook dag",
        ("Ja\n\nFra: Maja <kund@b.se>\nDato: onsdag, 3. juni 2026 kl. 14:02\nTil: Anna\nEmne: x\n\nText"),
        "Ja",
    ),
    (
        "nb mobil",
        (
            "Ja\n\nFå Outlook for iOS\n________________________________\nFra: Maja <kund@b.se>\n"
            "Sendt: Wednesday, June 3, 2026 2:02:11 PM\nTil: Anna\nEmne: x\n\nText"
        ),
        "Ja",
    ),
    (
        "fi iphone",
        "Joo\n\nLähetetty iPhonesta\n\n> Maja <k@b.se> kirjoitti 3.6.2026 kello 14.02:\n> \n> Text",
        "Joo",
    ),
    (
        "fr gmail wrap",
        ("Oui\n\nLe mer. 3 juin 2026 à 14:02, Kundservice <kund@bolaget.example> a\nécrit :\n\n> Text"),
        "Oui",
    ),
    (
        "es gmail wrap",
        ("Sí\n\nEl mié, 3 jun 2026 a las 14:02, Kundservice (<kund@bolaget.example>)\nescribió:\n\n> Text"),
        "Sí",
    ),
    (
        "short names",
        "Ja\n\nMaja skrev:\n\n> Text",
        "Ja",
    ),
    (
        "tutanota",
        (
            "Ja\n-- \nSkickat med Tuta, njut av säker e-post utan reklam: https://tuta.com\n\n\n"
            "3 juni 2026 14:02 från kund@b.se:\n\n> Text"
        ),
        "Ja",
    ),
    (
        "airmail",
        "Ja\n\nOn 3 June 2026 at 14:02:11, Maja (kund@b.se) wrote:\n\nText",
        "Ja",
    ),
    (
        "spark",
        ("Ja\n\nSkickat från Spark\nDen 3 juni 2026 kl. 14:02 +0200, skrev Maja <kund@b.se>:\n> Text"),
        "Ja",
    ),
    (
        "everyday 1",
        "Hej Maja!\n\nTack för hjälpen. Det löste sig.\n\nAnna\n\nOn Wed, 3 Jun 2026 at 14:02, Maja | Kundservice\n<kund@b.se> wrote:\n\n> Hej\n",
        "Hej Maja!\n\nTack för hjälpen. Det löste sig.\n\nAnna",
    ),
    (
        "everyday 2",
        "Ok.\n\nVänligen\nAnna Karlsson\n0701234567\n",
        "Ok.\n\nVänligen\nAnna Karlsson",
    ),
    (
        "everyday 3",
        "Ok.\n\nBästa hälsningar,\n\nAnna Karlsson\n\nVD\nBolaget AB\nwww.b.se",
        "Ok.\n\nBästa hälsningar,\n\nAnna Karlsson",
    ),
    (
        "everyday 4",
        "Hälsningar från Gotland!\nVi har problem med leveransen.\nRing 070-123 45 67\nTack",
        "Hälsningar från Gotland!\nVi har problem med leveransen.\nRing 070-123 45 67\nTack",
    ),
    (
        "everyday 5",
        "Mitt ordernummer är 12345.\n\nMvh\nAnna\nOrdernummer: 12345\nKan ni ringa mig?",
        "Mitt ordernummer är 12345.\n\nMvh\nAnna\nOrdernummer: 12345\nKan ni ringa mig?",
    ),
    (
        "everyday 6",
        "Hej\n\n\nFrom: Maja <kund@b.se> \nSent: den 3 juni 2026 14:02\nTo: Anna\nSubject: x\n\nText",
        "Hej",
    ),
    (
        "everyday 7",
        "Hej\n\n---\nAnna",
        "Hej\n\n---\nAnna",
    ),
    (
        "everyday 8",
        "Tack!\n\n________________________________\nFrån: Maja\nSkickat: x\nTill: y\nÄmne: z\nText",
        "Tack!",
    ),
    (
        "everyday 9",
        "Tack!\nSkickat från min iPhone\n\n3 juni 2026 kl. 14:02 skrev Maja <kund@b.se>:\n\n\ufeff\nText\n",
        "Tack!",
    ),
    (
        "everyday 10",
        'Tack!\n\nDen 2026-06-03 14:02 skrev "Maja" <kund@b.se> följande:\n> x',
        "Tack!",
    ),
    (
        "everyday 11",
        "Ja\n\nAnna\n\n\n> Den 3 juni 2026 kl. 14:02 skrev Maja:\n> \n> x\n\n",
        "Ja\n\nAnna",
    ),
    (
        "everyday 12",
        "Se svar nedan.\n\n-----Ursprungligt meddelande-----\nFrån: Maja\nSkickat: x\nTill: y\nÄmne: z\n\nHej",
        "Se svar nedan.",
    ),
    (
        "everyday 13",
        "Hei\n\nLähetetty Outlookista\n\nLähettäjä: M <k@b.fi>\nLähetetty: 3.6.2026 14.02\nVastaanottaja: A\nAihe: x\n\nT",
        "Hei",
    ),
    (
        "everyday 14",
        "Dziękuję\n\nPozdrawiam,\nAnna\n\nW dniu 2026-06-03 14:02, Maja napisał(a):\n> x",
        "Dziękuję\n\nPozdrawiam,\nAnna",
    ),
    (
        "everyday 15",
        "Merci\n\nEnvoyé à partir de Outlook pour iOS\n\nDe : M <k@b.fr>\nDate : mercredi, 3 juin 2026 à 14:02\nÀ : A\nObjet : x\n\nT",
        "Merci",
    ),
    (
        "everyday 16",
        "Danke\n\nViele Grüße\nAnna\n\nAm Mi., 3. Juni 2026 um 14:02 Uhr schrieb Maja <\nkund@b.de>:\n\n> x",
        "Danke\n\nViele Grüße\nAnna",
    ),
    (
        "everyday 17",
        "Gracias\n\nEnviado desde Outlook para Android<https://aka.ms/x>\n________________________________\nDe: M <k@b.es>\nEnviado: miércoles\nPara: A\nAsunto: x\n\nT",
        "Gracias",
    ),
    (
        "everyday 18",
        "Takk!\n\nMvh Anna\n\nDen 03.06.2026 14:02 skrev Maja <k@b.no>:\n> x",
        "Takk!\n\nMvh Anna",
    ),
    (
        "everyday 19",
        "Tak!\n\nVh\nAnna\n\nFra: M <k@b.dk>\nDato: onsdag den 3. juni 2026 kl. 14.02\nTil: A\nEmne: x\n\nT",
        "Tak!\n\nVh\nAnna",
    ),
    (
        "everyday 20",
        "Ok.\n\nMvh\nAnna\n\nPS jag ringde i går.\nIngen svarade.",
        "Ok.\n\nMvh\nAnna\n\nPS jag ringde i går.\nIngen svarade.",
    ),
]
