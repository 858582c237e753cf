from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_django
from django.conf import global_settings
from django.db import transaction
from pytest_django.fixtures import Settings

from lyhord import demo
from lyhord.cases.models import Attachment, Case, Delivery, Entry, Mention, Queue, next_case_number
from lyhord.channels.mail.parsing import parse
from lyhord.channels.models import Envelope, Mailbox
from lyhord.core import case_numbers
from lyhord.core.files import open_stored
from lyhord.customers.models import ContactPoint, Customer
from lyhord.demo.logins import LOGINS, PASSWORD
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def department(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """The department once for all these tests, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(seed=1, today=TODAY, scale=0.1, quiet=True)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("department")
def test_the_department_is_written_whole() -> None:
    assert Agent.objects.count() == 24
    assert Queue.objects.count() == 6
    assert Mailbox.objects.filter(address="kundservice@nordljus.example", is_primary=True).exists()
    assert Customer.objects.count() == 300
    assert Case.objects.count() > 4_000
    assert Entry.objects.exclude(kind="event").count() >= 2.2 * Case.objects.count()
    assert Entry.objects.filter(kind="event").exists()
    assert Mention.objects.exists()
    assert Delivery.objects.exclude(state__in=["sent", "bounced"]).count() == 0


@pytest.mark.usefixtures("department")
def test_the_ledger_of_the_latest_month_adds_up() -> None:
    recent = Entry.objects.filter(direction="in", channel="mail", created_at__gte=NOW - timedelta(days=30))
    states = Counter(Envelope.objects.values_list("state", flat=True))

    assert states["processed"] == recent.count() > 50
    assert states["refused"] == states["received"] == 4
    assert parse(bytes(Envelope.objects.filter(state="processed")[0].raw)).text.strip()


@pytest.mark.usefixtures("department")
def test_everybody_named_at_the_start_can_sign_in(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS

    assert {"admin@nordljus.example", "elsa@nordljus.example"} <= {login.email for login in LOGINS}
    assert all(Agent.objects.get(email=login.email).check_password(PASSWORD) for login in LOGINS)
    assert Agent.objects.get(email="admin@nordljus.example").has_permission("people.edit")
    assert not Agent.objects.get(email="elsa@nordljus.example").has_permission("people.edit")


@pytest.mark.usefixtures("department")
def test_most_is_settled_and_what_is_open_varies() -> None:
    open_cases = Case.objects.is_open()

    assert 0 < open_cases.count() < Case.objects.count() / 10
    assert len({case.status for case in open_cases}) >= 3
    assert open_cases.unassigned().exists()
    assert Case.objects.filter(status=Case.Status.CLOSED).count() > 0.8 * Case.objects.count()


@pytest.mark.usefixtures("department")
def test_nothing_lies_in_the_future_but_deadlines() -> None:
    assert Entry.objects.filter(created_at__gt=NOW).count() == 0
    assert Case.objects.filter(active_at__gt=NOW).count() == 0
    assert Case.objects.filter(created_at__gt=NOW - timedelta(days=1)).exists()


@pytest.mark.usefixtures("department")
def test_attachments_can_be_opened() -> None:
    picture = Attachment.objects.filter(content_type="image/png").select_related("file").first()

    assert picture is not None
    with open_stored(file=picture.file) as stored:
        assert stored.read(8) == b"\x89PNG\r\n\x1a\n"


@pytest.mark.usefixtures("department")
def test_new_rows_continue_where_the_demo_ends() -> None:
    latest = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    customer = Customer.objects.create(name="Ny Kund")

    case = Case.objects.create(number=next_case_number(), queue=Queue.objects.all()[0], customer=customer)

    assert customer.pk == 301
    assert case.pk == latest + 1
    assert case_numbers.is_valid(case.number)


@pytest.mark.usefixtures("department")
def test_loading_again_changes_nothing() -> None:
    before = Case.objects.count()

    assert demo.load(seed=2, today=TODAY, scale=0.1, quiet=True) is False
    assert Case.objects.count() == before


@pytest.mark.usefixtures("department")
def test_contact_points_are_made_up() -> None:
    addresses = ContactPoint.objects.filter(kind="email").values_list("address", flat=True)

    assert all(address.endswith(".example") for address in addresses)
