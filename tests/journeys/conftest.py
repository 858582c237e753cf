from collections.abc import Iterator

import pytest

from tests.journeys.department import Department, open_department


@pytest.fixture
def department(transactional_db: None) -> Iterator[Department]:
    with open_department() as department:
        yield department
