from datetime import date

import pytest

from lyhord import demo
from lyhord.cases.models import Case
from lyhord.demo.loader import RealDataPresent
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db


def test_real_data_is_never_mixed_with_the_demo() -> None:
    Agent.objects.create_user(email="eva@foretag.example", password="hemligt-och-langt", name="Eva")

    with pytest.raises(RealDataPresent, match="in use"):
        demo.load(seed=1, today=date(2026, 11, 19), scale=0.1, quiet=True)

    assert Case.objects.count() == 0
    assert Agent.objects.count() == 1
