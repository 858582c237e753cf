"""Attachments on disk or in a bucket, content-addressed: the same bytes are stored once."""

import hashlib
from io import BytesIO
from typing import IO

from django.core.files.storage import storages

from lyhord.core.models import StoredFile


def store(*, content: bytes) -> StoredFile:
    """Keep these bytes and return their record.

    The file is written before the record commits: a crash leaves at most an unreferenced file, never a
    record without its bytes. Storing the same bytes twice is harmless.
    """
    digest = hashlib.sha256(content).hexdigest()
    stored = StoredFile(sha256=digest, size=len(content))
    storage = storages["attachments"]
    if not storage.exists(stored.key):
        storage.save(stored.key, BytesIO(content))
    return StoredFile.objects.get_or_create(sha256=digest, defaults={"size": len(content)})[0]


def open_stored(*, file: StoredFile) -> IO[bytes]:
    """The bytes of a stored file, to read; raises ``FileNotFoundError`` when storage has lost them."""
    return storages["attachments"].open(file.key, "rb")
