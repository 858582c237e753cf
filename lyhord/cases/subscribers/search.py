from lyhord.cases.events import CaseChanged, EntryWritten
from lyhord.cases.models import Entry
from lyhord.cases.search.indexing import index_case_id, index_entry_id, mark_case
from lyhord.core.events import subscribe

_CHANGES_WORDS = frozenset(
    {"created", "subject", "tags", "customer", "reply_withdrawn", "entry_moved", "entry_moved_back"}
)


@subscribe(EntryWritten)
def make_entry_findable(event: EntryWritten) -> None:
    if event.opens_case:
        index_case_id(case_id=event.case_id)
    elif event.kind != Entry.Kind.EVENT:
        index_entry_id(case_id=event.case_id, entry_id=event.entry_id)


@subscribe(CaseChanged)
def keep_case_findable(event: CaseChanged) -> None:
    if event.what in _CHANGES_WORDS:
        index_case_id(case_id=event.case_id)
    else:
        mark_case(case_id=event.case_id)
