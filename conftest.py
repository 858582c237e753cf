import pytest
from pytest_django.fixtures import Settings

pytest_plugins = ["tests.browser"]


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """A password that takes half a second to check is right in life, and most of the time of a test run."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
