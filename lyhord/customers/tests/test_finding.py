import pytest

from lyhord.customers.actions.identify_sender import identify_sender
from lyhord.customers.models import Customer, Organisation
from lyhord.customers.queries import customers_page
from lyhord.people.tests.factories import make_agent

pytestmark = pytest.mark.django_db


def make_customer(name: str, email: str) -> Customer:
    return identify_sender(email=email, name=name)


def found(text: str) -> list[str]:
    return [customer.name for customer in customers_page(agent=make_agent(), text=text).customers]


@pytest.mark.parametrize(
    "text", ["maja", "Öber", "öberg maja", "ÅKESSON", "anna-k", "maja@hem", "MAJA@HEM.example", "maja\x00öb"]
)
def test_customers_are_found_by_the_beginnings_of_their_names_and_addresses(text: str) -> None:
    make_customer("Maja Öberg Anna-Karin Åkesson", "maja@hem.example")
    make_customer("Erik Lund", "erik@lund.example")

    assert found(text) == ["Maja Öberg Anna-Karin Åkesson"]


def test_customers_are_found_by_their_organisation() -> None:
    customer = make_customer("Maja Öberg", "maja@hem.example")
    customer.organisation = Organisation.objects.create(name="Bygg & Söner AB")
    customer.save()

    assert found("bygg") == ["Maja Öberg"]
    assert found("maja bygg") == ["Maja Öberg"]
    assert found("erik bygg") == []


def test_the_newest_come_first_page_by_page() -> None:
    for number in range(5):
        make_customer(f"Maja Nr{number}", f"nr{number}@hem.example")

    first = customers_page(agent=make_agent(), text="maja", limit=3)
    second = customers_page(agent=make_agent(), text="maja", limit=3, after=first.next)

    assert [customer.name for customer in first.customers] == ["Maja Nr4", "Maja Nr3", "Maja Nr2"]
    assert [customer.name for customer in second.customers] == ["Maja Nr1", "Maja Nr0"]
    assert second.next is None


@pytest.mark.parametrize("text", ["berg", "'", "\\", "&", "a:*|b", "(", "%", "_", "!!", "maja lund"])
def test_nothing_else_finds_a_customer_and_no_text_fails(text: str) -> None:
    make_customer("Maja Öberg", "maja@hem.example")
    make_customer("Erik Lund", "erik@lund.example")

    assert found(text) == []
