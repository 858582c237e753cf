"""Pictures of the desk for the documentation; written to ``docs/screens`` when MAKE_SCREENS is set."""

import os
import struct
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from lyhord.cases.actions.add_note import add_note
from lyhord.cases.actions.assign_case import assign_case
from lyhord.cases.actions.change_priority import change_priority
from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.models import Case, Delivery, Entry, Queue
from lyhord.cases.tests.factories import make_case, make_customer
from lyhord.core.actions import SYSTEM
from lyhord.core.tests.waiting import wait_until
from lyhord.people.models import Agent
from tests.journeys.department import Department

pytestmark = pytest.mark.journey

MAJA = "Maja Öberg <maja.oberg@example.com>"
SCREENS = Path(__file__).parents[2] / "docs" / "screens"
WAITING = (
    ("Henrik Sjöstrand", "Kan jag byta till linneblått?", "Jag har inte öppnat paketet. Kan jag byta färg?", -64),
    ("Fatima Al-Sayed", "Ring upp: matstol Alvar vinglar", "Vill bli uppringd före lunch. Andra reklamationen.", -35),
    (
        "Lars-Göran Ekdahl",
        "Fel belopp på fakturan för oktober",
        "Ni har dragit frakten två gånger på samma order.",
        -25,
    ),
    ("Nora Lund", "Retur av teppe – hvor sender jeg det?", "Hei! Teppet var litt for stort til stua vår.", -20),
    ("Sofia Karlsson", "Ombudet hittar inte paketet", "De sa att avin var fel. Kan ni kolla vilket ombud?", -12),
    ("Åsa Wikström", "Offert på 24 utelampor", "Vi behöver svar till styrelsemötet den 3 december.", -8),
    ("Viktor Eng", "Jag ångrar köpet, hur gör jag?", "Hej, jag beställde i går men vill ångra mig.", -3),
)


def picture(side: int = 72) -> bytes:
    """A small PNG of a lamp's glow, made here so that nothing binary lies in the repository."""
    rows = b"".join(
        b"\0" + bytes(channel for x in range(side) for channel in _glow(x - side / 2, y - side / 2, side))
        for y in range(side)
    )
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def _glow(x: float, y: float, side: int) -> tuple[int, int, int]:
    light = max(0.0, 1 - (x * x + y * y) ** 0.5 / (side * 0.6))
    return 70 + int(180 * light), 60 + int(150 * light), 55 + int(80 * light)


def majas_case(department: Department, elsa: Agent, amira: Agent) -> Case:
    """Three days of a customer whose lamp came late and broken."""
    Queue.objects.filter(pk=department.queue.pk).update(name="Leverans")
    department.write(
        "Hej! Var är min order? Spårningen har stått still sedan i fredags.",
        subject="Var är min order? Glaset var dessutom trasigt",
        sender=MAJA,
    )
    wait_until(lambda: Case.objects.filter(queue=department.queue).exists())
    case = Case.objects.get(queue=department.queue)
    reply_to_case(
        case=case,
        html="<div>Hej Maja! Paketet har fastnat på terminalen i Jönköping. Jag hör av mig senast i morgon.</div>",
        recipients={"to": ["maja.oberg@example.com"]},
        by=amira,
        at=now(),
    )
    wait_until(lambda: department.relay.arrived, deadline_s=40)
    wait_until(lambda: Delivery.objects.get(entry__case=case).state == Delivery.State.SENT)
    assign_case(case=case, assignee=elsa, by=amira, at=now())
    add_note(case=case, html="<div>@Elsa tar du Maja i morgon? Lagret har tre Skymning kvar.</div>", by=amira, at=now())
    department.write(
        "Nu kom paketet, men glaset på den ena lampan är sprucket. Jag vill helst ha en ny lampa, inte pengarna "
        "tillbaka. Hinner den fram till lördag?",
        subject="SV: Var är min order?",
        answers=department.relay.arrived[0][2],
        sender=MAJA,
        files=(("sprucket-glas.png", picture()),),
    )
    wait_until(lambda: Entry.objects.filter(case=case, direction="in").count() == len(("question", "answer")))
    change_priority(case=case, priority=Case.Priority.HIGH, by=elsa, at=now())
    for entry, days in zip(case.entries.order_by("pk"), (2, 2, 1, 1, 0, 0), strict=True):
        Entry.objects.filter(pk=entry.pk).update(created_at=now() - timedelta(days=days, minutes=48 - days))
    Delivery.objects.filter(entry__case=case).update(state_at=now() - timedelta(days=2, minutes=46))
    past = now() - timedelta(minutes=48)
    Case.objects.filter(pk=case.pk).update(latest_inbound_at=past, reply_due_at=past + timedelta(minutes=60))
    return case


def shoot(page: Page, name: str, folder: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "Promise.all([document.fonts.ready, ...[...document.images].map((image) => image.decode().catch(() => 0))])"
    )
    page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size < 300_000


def test_desk_looks_as_in_the_documentation(
    page: Page, telephone: Page, department: Department, tmp_path: Path
) -> None:
    folder = SCREENS if os.environ.get("MAKE_SCREENS") else tmp_path
    folder.mkdir(exist_ok=True)
    elsa, amira = department.agent("Elsa Lindqvist"), department.agent("Amira Haddad")
    case = majas_case(department, elsa, amira)
    for name, subject, text, minutes in WAITING:
        customer = make_customer(name, f"{name.split()[0].lower()}.{department.queue.pk}@example.com")
        waiting = make_case(
            department.queue, customer, subject=subject, text=text, at=now() + timedelta(minutes=minutes)
        )
        assign_case(case=waiting, assignee=elsa, by=SYSTEM, at=now())
    elsa.be("available", at=now() - timedelta(minutes=14))
    for looking in (page, telephone):
        department.sign_in(looking, elsa)

    page.goto(f"{department.url}/inbox/mine/")
    expect(page.locator("a.case-row")).to_have_count(len(WAITING) + 1)
    page.locator("a.case-row", has_text="Var är min order?").click()
    expect(page.locator("#conversation .entry", has_text="Hinner den fram till lördag?")).to_be_visible()
    shoot(page, "inbox", folder)
    page.keyboard.press("r")
    expect(page.locator("#panel-reply trix-editor")).to_be_focused()
    page.keyboard.type("Hej Maja! Vad tråkigt att glaset var sprucket. Vi skickar en ny Skymning i dag, utan kostnad.")
    expect(page.get_by_text("Sparat", exact=True)).to_be_visible()
    shoot(page, "conversation", folder)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    shoot(page, "dark", folder)
    telephone.goto(f"{department.url}/inbox/mine/")
    expect(telephone.locator("a.case-row").first).to_be_visible()
    shoot(telephone, "telephone-list", folder)
    telephone.goto(f"{department.url}/cases/{case}/")
    expect(telephone.locator("#conversation .entry", has_text="Hinner den fram till lördag?")).to_be_visible()
    shoot(telephone, "telephone-case", folder)
