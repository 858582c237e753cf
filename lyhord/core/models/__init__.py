from lyhord.core.models.audit_record import AuditRecord
from lyhord.core.models.heartbeat import Heartbeat
from lyhord.core.models.live_event import LiveEvent
from lyhord.core.models.stored_file import StoredFile

__all__ = ["AuditRecord", "Heartbeat", "LiveEvent", "StoredFile"]
