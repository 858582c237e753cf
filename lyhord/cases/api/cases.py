from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.lookups import LessThan
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status

from lyhord.cases.api.changing import change_case
from lyhord.cases.api.finding import case_of, colleague_named, full, full_entries, queue_named, wrong
from lyhord.cases.api.inputs import CaseChange, CaseIn
from lyhord.cases.api.opening import open_from
from lyhord.cases.api.shapes import CaseDetail, CaseOut, case_facts, case_out, choice_of, entry_out
from lyhord.cases.models import Case, Entry
from lyhord.cases.queries.inbox import Row, key_row
from lyhord.cases.search import search_cases
from lyhord.core.rest import Page, agent_of, key_of, page_of, requires
from lyhord.core.rest.paging import LIMIT, MOST
from lyhord.people.models import Agent

router = Router()
ENTRIES_SHOWN = 100


class CaseFilter(Schema):
    status: str = Field("", description="Words, parted by commas: `new,open`.")
    queue: str = Field("", description="Slug or id.")
    assignee: str = Field("", description="E-mail address, `me`, or `none`.")
    customer: str = Field("", description="The customer's e-mail address, whole.")
    tag: str = ""
    updated_since: datetime | None = Field(None, description="Only what was active at or after this moment.")
    q: str = Field("", max_length=400, description="Search, as in the search field; best first.")
    cursor: str | None = None
    limit: int = Field(LIMIT, ge=1, le=MOST)


@router.get("/cases", response=Page[CaseOut], summary="List cases, latest activity first")
@requires("cases.see")
def list_cases(request: HttpRequest, wanted: Query[CaseFilter]) -> Page[CaseOut]:
    agent = agent_of(request)
    cases = _filtered(Case.objects.visible_to(agent), wanted, agent)
    if wanted.q.strip():
        return _searched(request, wanted, cases, agent)
    key = key_of(wanted.cursor)
    if key is not None:
        cases = cases.filter(LessThan(Row(F("active_at"), F("id")), key_row(*key)))
    rows = list(full(cases).order_by("-active_at", "-id")[: wanted.limit + 1])
    return page_of(
        rows=rows,
        limit=wanted.limit,
        key=lambda case: (case.active_at.isoformat(), case.pk),
        shown=lambda case: case_out(case, request),
    )


@router.post("/cases", response={201: CaseDetail}, summary="Open a case")
@requires("cases.create")
def create_case(request: HttpRequest, response: HttpResponse, payload: CaseIn) -> Status[CaseDetail]:
    agent = agent_of(request)
    with transaction.atomic():
        case = open_from(payload, agent=agent, at=now())
    response["Location"] = reverse("api:read_case", args=[str(case)])
    return Status(201, _detail(case_of(agent=agent, number=str(case)), request, response))


@router.get("/cases/{number}", response=CaseDetail, summary="Read a case with its timeline")
@requires("cases.see")
def read_case(request: HttpRequest, response: HttpResponse, number: str) -> CaseDetail:
    return _detail(case_of(agent=agent_of(request), number=number), request, response)


@router.patch("/cases/{number}", response=CaseDetail, summary="Change a case")
@requires("cases.change", "cases.assign", "cases.move")
def update_case(request: HttpRequest, response: HttpResponse, number: str, payload: CaseChange) -> CaseDetail:
    """All changes are made or none. With `If-Match` (412) or `version` (409) a case that has changed meanwhile is left
    as it is.
    """
    agent = agent_of(request)
    case = case_of(agent=agent, number=number)
    with transaction.atomic():
        change_case(case, payload, expected=request.headers.get("If-Match"), agent=agent, at=now())
    return _detail(case_of(agent=agent, number=number), request, response)


def etag_of(case: Case) -> str:
    return f'"{case.version}"'


def _detail(case: Case, request: HttpRequest, response: HttpResponse) -> CaseDetail:
    response["ETag"] = etag_of(case)
    entries = Entry.objects.filter(case=case, withdrawn_at=None).order_by("-pk")
    found = list(full_entries(entries)[: ENTRIES_SHOWN + 1])
    shown = [entry_out(entry, request) for entry in reversed(found[:ENTRIES_SHOWN])]
    earlier = None
    if len(found) > ENTRIES_SHOWN:
        earlier = request.build_absolute_uri(reverse("api:list_entries", args=[str(case)]))
    return CaseDetail(**case_facts(case, request), entries=shown, earlier=earlier)


def _filtered(cases: QuerySet[Case], wanted: CaseFilter, agent: Agent) -> QuerySet[Case]:
    filters: dict[str, Any] = {}
    if wanted.status:
        filters["status__in"] = _statuses(wanted.status)
    if wanted.queue:
        filters["queue"] = queue_named(wanted.queue, agent=agent)
    if wanted.assignee:
        filters["assignee"] = None if wanted.assignee == "none" else colleague_named(wanted.assignee, agent=agent)
    if wanted.customer:
        filters["customer__contact_points__address"] = wanted.customer.strip().lower()
        filters["customer__is_protected"] = False
    if wanted.tag:
        filters["tags__contains"] = [wanted.tag.lower()]
    if wanted.updated_since:
        filters["active_at__gte"] = wanted.updated_since
    return cases.filter(**filters)


def _statuses(words: str) -> list[int]:
    try:
        return [choice_of(word.strip(), Case.Status) for word in words.split(",") if word.strip()]
    except KeyError as error:
        known = ", ".join(name.lower() for name in Case.Status.names)
        raise wrong("status", f"There is no status {error}. There are: {known}.") from error


def _searched(request: HttpRequest, wanted: CaseFilter, cases: QuerySet[Case], agent: Agent) -> Page[CaseOut]:
    """The best of a search, without those that the other filters leave out: a page may have fewer items than asked."""
    found = search_cases(agent=agent, text=wanted.q, limit=wanted.limit, after=wanted.cursor, at=now())
    kept = full(cases.filter(pk__in=[hit.case.pk for hit in found.hits])).in_bulk()
    items = [case_out(kept[hit.case.pk], request) for hit in found.hits if hit.case.pk in kept]
    return Page(items=items, next=found.next)
