from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from lyhord.core.rest import Page, agent_of, cursor_of, key_of, requires
from lyhord.core.rest.paging import LIMIT, MOST
from lyhord.customers.actions.reveal_customer import reveal_customer
from lyhord.customers.models import ContactPoint, Customer
from lyhord.customers.queries import customers_page

router = Router()


class CustomerRef(Schema):
    """A customer in few words; `email` is null for protected identities."""

    id: int
    name: str
    email: str | None


class ContactPointOut(Schema):
    kind: str
    address: str
    is_primary: bool
    undeliverable_since: datetime | None


class CustomerOut(CustomerRef):
    language: str
    organisation: str | None
    is_protected: bool
    created_at: datetime


class CustomerDetail(CustomerOut):
    contact_points: list[ContactPointOut]
    memo: str


class CustomerSearch(Schema):
    q: str = Field("", max_length=200, description="Beginnings of name, address or organisation.")
    email: str = Field("", max_length=320, description="A whole address.")
    cursor: str | None = None
    limit: int = Field(LIMIT, ge=1, le=MOST)


@router.get("/customers", response=Page[CustomerOut], summary="List customers, newest first")
@requires("customers.see")
def list_customers(request: HttpRequest, search: Query[CustomerSearch]) -> Page[CustomerOut]:
    text = search.email.strip().lower() or search.q
    key = key_of(search.cursor)
    page = customers_page(agent=agent_of(request), text=text, after=key[0] if key else None, limit=search.limit)
    following = cursor_of(page.next) if page.next is not None else None
    return Page(items=[CustomerOut(**_facts(customer)) for customer in page.customers], next=following)


class Revealing(Schema):
    reveal: bool = Field(False, description="Also show a protected identity's addresses; who did is logged.")


@router.get("/customers/{int:customer_id}", response=CustomerDetail, summary="Read a customer")
@requires("customers.see")
def read_customer(request: HttpRequest, customer_id: int, wanted: Query[Revealing]) -> CustomerDetail:
    agent = agent_of(request)
    customers = Customer.objects.visible_to(agent).select_related("organisation").prefetch_related("contact_points")
    customer = get_object_or_404(customers, pk=customer_id)
    points = [] if customer.is_protected else list(customer.contact_points.all())
    if customer.is_protected and wanted.reveal:
        points = reveal_customer(customer=customer, by=agent)
    shown = [_point(point) for point in points]
    return CustomerDetail(**_facts(customer), contact_points=shown, memo=customer.memo)


def customer_ref(customer: Customer) -> CustomerRef:
    """The customer as other objects name it; its ``contact_points`` should be prefetched."""
    return CustomerRef(id=customer.pk, name=customer.name, email=_email(customer))


def _facts(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.pk,
        "name": customer.name,
        "email": _email(customer),
        "language": customer.language,
        "organisation": customer.organisation.name if customer.organisation else None,
        "is_protected": customer.is_protected,
        "created_at": customer.created_at,
    }


def _email(customer: Customer) -> str | None:
    if customer.is_protected:
        return None
    points = customer.contact_points.all()
    return next((point.address for point in points if point.kind == ContactPoint.Kind.EMAIL), None)


def _point(point: ContactPoint) -> ContactPointOut:
    return ContactPointOut(
        kind=point.kind,
        address=point.address,
        is_primary=point.is_primary,
        undeliverable_since=point.undeliverable_since,
    )
