from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.timezone import now
from procrastinate.contrib.django import app

from lyhord.cases.actions.book_scan import book_scan
from lyhord.cases.models import Attachment
from lyhord.cases.scanning import JOB
from lyhord.core.actions import System
from lyhord.core.clamav import ScannerAway, ScannerRefused, scan
from lyhord.core.config import config
from lyhord.core.files import open_stored

MOST_AT_A_TIME = 500
SCANNER = System("scanner")
Scan = Attachment.Scan


@app.task(name=JOB)
def scan_attachments(entry_id: int) -> None:
    """Have the files of a message scanned."""
    scan_each(_unscanned().filter(entry=entry_id))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases.scan_what_waits")
def scan_what_waits(timestamp: int) -> None:  # noqa: ARG001 -- the timetable's minute
    """Ask again for what could not be scanned while the scanner was away."""
    if config().clamd:
        scan_each(_unscanned()[:MOST_AT_A_TIME])


def scan_each(attachments: Iterable[Attachment]) -> None:
    """Scan one after the other; once the scanner is away, the rest is marked and waits."""
    is_away = not config().clamd
    for attachment in attachments:
        if not is_away:
            is_away = not _scanned(attachment)
        if is_away and attachment.scan == Scan.WAITING:
            book_scan(attachment=attachment, scan=Scan.NOT_SCANNED, by=SCANNER, at=now())


def _unscanned() -> "QuerySet[Attachment]":
    waiting = Attachment.objects.filter(scan__in=[Scan.WAITING, Scan.NOT_SCANNED], scan_words="", entry__isnull=False)
    return waiting.select_related("file", "entry__case").order_by("pk")


def _scanned(attachment: Attachment) -> bool:
    """Whether the scanner was there; what it found is written down."""
    try:
        with open_stored(file=attachment.file) as content:
            verdict = scan(content=content, address=config().clamd)
    except ScannerAway:
        return False
    except (ScannerRefused, FileNotFoundError) as refused:
        book_scan(attachment=attachment, scan=Scan.NOT_SCANNED, words=str(refused), by=SCANNER, at=now())
        return True
    found = Scan.INFECTED if verdict.is_infected else Scan.CLEAN
    book_scan(attachment=attachment, scan=found, words=verdict.words, by=SCANNER, at=now())
    return True
