from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema

from lyhord.cases.api.finding import full
from lyhord.cases.api.shapes import CaseOut, case_out
from lyhord.cases.models import Case
from lyhord.cases.search import search_cases
from lyhord.core.rest import agent_of, requires
from lyhord.core.rest.paging import LIMIT, MOST

router = Router()


class Hit(Schema):
    """A case that was found. The HTML is escaped and holds only `<mark>` elements."""

    case: CaseOut
    title_html: str
    snippet_html: str
    entry_id: int | None
    reason: str = Field(description="number, subject, text, note, person or filter.")


class SearchPage(Schema):
    items: list[Hit]
    next: str | None
    words: list[str] = Field(description="What was looked for.")
    notes: list[str] = Field(description="What was left out of the search, and why.")
    took_ms: float


class SearchQuery(Schema):
    q: str = Field(description="Words, “phrases”, -exclusions, and from: queue: status: tag: subject: assignee:")
    cursor: str | None = None
    limit: int = Field(LIMIT, ge=1, le=MOST)


@router.get("/search", response=SearchPage, summary="Search cases, best first")
@requires("cases.search")
def search(request: HttpRequest, wanted: Query[SearchQuery]) -> SearchPage:
    agent = agent_of(request)
    found = search_cases(agent=agent, text=wanted.q, limit=wanted.limit, after=wanted.cursor, at=now())
    cases = full(Case.objects.filter(pk__in=[hit.case.pk for hit in found.hits])).in_bulk()
    items = [
        Hit(
            case=case_out(cases[hit.case.pk], request),
            title_html=hit.title_html,
            snippet_html=hit.snippet_html,
            entry_id=hit.entry_id,
            reason=hit.reason,
        )
        for hit in found.hits
    ]
    return SearchPage(
        items=items, next=found.next, words=list(found.words), notes=list(found.notes), took_ms=round(found.took_ms, 1)
    )
