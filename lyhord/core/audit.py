"""The audit trail: who did what to which object, and when."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lyhord.core.actions import Actor


def record(*, verb: str, by: "Actor", objects: dict[str, str], detail: dict[str, Any]) -> None:
    """Write one line of the trail in the caller's transaction.

    ``objects`` maps a role in the sentence ("case") to ``app.model:key``; ``detail`` holds plain values only.
    """
    from lyhord.core.models import AuditRecord  # noqa: PLC0415 -- models load after this module

    AuditRecord.objects.create(verb=verb, actor_id=by.pk, actor_name=str(by), objects_touched=objects, detail=detail)
