import pytest
from pytest_django.fixtures import Settings

pytest_plugins = ["tests.browser"]


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """A password that takes half a second to check is right in life, and most of the time of a test run."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _what_migrations_wrote(request: pytest.FixtureRequest) -> None:
    """Tests that commit empty every table when they end; the next one finds the standard roles again."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        return
    request.getfixturevalue("transactional_db")
    from lyhord.people.models import Role  # noqa: PLC0415 -- Django is not set up when this file is read
    from lyhord.people.standard_roles import STANDARD_ROLES  # noqa: PLC0415

    for role in STANDARD_ROLES:
        defaults = {"name": role.name, "permissions": list(role.permissions)}
        Role.objects.get_or_create(code=role.code, defaults=defaults)
