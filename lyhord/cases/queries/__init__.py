"""What pages, the API and other rooms read of cases: typed, in a fixed order, at a fixed number of queries."""

from lyhord.cases.queries.conversation import (
    Timeline,
    case_for,
    drafts_of,
    earlier_cases_of,
    latest_from_customer,
    latest_words_of_customer,
    recipients_for_reply,
    timeline_of,
    viewers_of,
)
from lyhord.cases.queries.counts import Tally, inbox_counts, open_tally
from lyhord.cases.queries.inbox import VIEWS, InboxPage, inbox_page
from lyhord.cases.queries.rows import InboxRow

__all__ = [
    "VIEWS",
    "InboxPage",
    "InboxRow",
    "Tally",
    "Timeline",
    "case_for",
    "drafts_of",
    "earlier_cases_of",
    "inbox_counts",
    "inbox_page",
    "latest_from_customer",
    "latest_words_of_customer",
    "open_tally",
    "recipients_for_reply",
    "timeline_of",
    "viewers_of",
]
