from lyhord.cases.models.acknowledgement import Acknowledgement
from lyhord.cases.models.attachment import Attachment
from lyhord.cases.models.canned_reply import CannedReply
from lyhord.cases.models.case import Case, CaseChangedMeanwhile, next_case_number
from lyhord.cases.models.delivery import Delivery
from lyhord.cases.models.draft import Draft, DraftChangedMeanwhile
from lyhord.cases.models.entry import Entry, Mention
from lyhord.cases.models.queue import Queue, visible_queues
from lyhord.cases.models.search import CaseSearch, SearchWord
from lyhord.cases.models.watching import CaseSeen, CaseViewer

__all__ = [
    "Acknowledgement",
    "Attachment",
    "CannedReply",
    "Case",
    "CaseChangedMeanwhile",
    "CaseSearch",
    "CaseSeen",
    "CaseViewer",
    "Delivery",
    "Draft",
    "DraftChangedMeanwhile",
    "Entry",
    "Mention",
    "Queue",
    "SearchWord",
    "next_case_number",
    "visible_queues",
]
