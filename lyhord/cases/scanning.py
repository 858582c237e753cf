"""When files are looked at by the virus scanner."""

from procrastinate.contrib.django import app

from lyhord.cases.models import Attachment
from lyhord.core.config import config

JOB = "lyhord.cases.jobs.scan_attachments"


def first_scan_state() -> str:
    """How a file that has just come stands: waiting for the scanner, or nothing where none is set up."""
    return Attachment.Scan.WAITING.value if config().clamd else ""


def ask_for_scan(*, entry_id: int) -> None:
    """Have the files of an entry scanned as soon as the caller's transaction commits."""
    if config().clamd:
        app.configure_task(JOB, allow_unknown=False).defer(entry_id=entry_id)
