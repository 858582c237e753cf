from django.db import connection, transaction

from lyhord.customers.models import ContactPoint, Customer


def normalised(address: str) -> str:
    """The form of an e-mail address by which customers are told apart: trimmed and in lower case."""
    return address.strip().lower()


@transaction.atomic(savepoint=False)
def identify_sender(*, email: str, name: str = "", language: str = "") -> Customer:
    """The customer behind an e-mail address, made when it is new; safe when two processes meet the same new address.

    Two messages of an unknown sender may race: whoever comes second waits for the first and takes its customer.
    """
    address = normalised(email)[:320]
    known = _known(address)
    if known is not None:
        return _completed(known, name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [address])
    known = _known(address)
    if known is not None:
        return _completed(known, name)
    customer = Customer.objects.create(name=(name or address.split("@")[0])[:160], language=language)
    ContactPoint.objects.create(customer=customer, kind=ContactPoint.Kind.EMAIL, address=address)
    return customer


def _known(address: str) -> Customer | None:
    point = (
        ContactPoint.objects.select_related("customer").filter(kind=ContactPoint.Kind.EMAIL, address=address).first()
    )
    return point.customer if point else None


def _completed(customer: Customer, name: str) -> Customer:
    if name and not customer.name:
        customer.name = name[:160]
        customer.save(update_fields=["name"])
    return customer
