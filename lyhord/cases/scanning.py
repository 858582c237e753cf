"""When files are looked at by the virus scanner."""

from django.db import transaction
from procrastinate.contrib.django import app

from lyhord.cases.models import Attachment
from lyhord.core.config import config

JOB = "lyhord.cases.jobs.scan_attachments"


def first_scan_state() -> str:
    """How a file that has just come stands: waiting for the scanner, or nothing where none is set up."""
    return Attachment.Scan.WAITING.value if config().clamd else ""


def ask_for_scan(*, entry_id: int) -> None:
    """Have the files of an entry scanned as soon as the caller's transaction has committed.

    Jobs of the worker have a connection of their own and would see nothing before. What a crash in between loses, the
    timetable finds within a minute.
    """
    if config().clamd:
        job = app.configure_task(JOB, allow_unknown=False)
        transaction.on_commit(lambda: job.defer(entry_id=entry_id) and None, robust=True)
