import stat
from pathlib import Path

import pytest

from lyhord.core.config import SOCKET_NAME, ConfigError, read_config, socket_dir_for


def test_an_installation_needs_no_settings_at_all(tmp_path: Path) -> None:
    settings = read_config({"LYHORD_HOME": str(tmp_path)})

    assert (settings.host, settings.port, settings.smtp_port) == ("127.0.0.1", 8000, 8025)
    assert settings.is_embedded
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.relay is None


def test_an_own_database_is_used_as_it_is_given(tmp_path: Path) -> None:
    url = "postgresql://app:p%40ss@db.example:5433/desk?sslmode=require"

    settings = read_config({"LYHORD_HOME": str(tmp_path), "DATABASE_URL": url})

    assert not settings.is_embedded
    assert settings.database_settings() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "desk",
        "USER": "app",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LYHORD_PORT", "eighty"),
        ("LYHORD_PORT", "70000"),
        ("LYHORD_DEMO", "perhaps"),
        ("LYHORD_PUBLIC_URL", "support.example.com"),
        ("DATABASE_URL", "mysql://db/x"),
        ("LYHORD_RELAY", "mail.example"),
        ("LYHORD_RELAY", "smtp://mail.example:99999"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_in_the_error(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        read_config({name: value})


def test_a_relay_keeps_its_account(tmp_path: Path) -> None:
    relay = read_config({"LYHORD_HOME": str(tmp_path), "LYHORD_RELAY": "smtps://desk%40x:s%2Fcret@mail.example"}).relay

    assert relay is not None
    assert (relay.host, relay.port, relay.user, relay.password) == ("mail.example", 465, "desk@x", "s/cret")
    assert relay.is_implicit_tls


def test_the_public_address_may_be_asked_for(tmp_path: Path) -> None:
    env = {"LYHORD_HOME": str(tmp_path), "LYHORD_PUBLIC_URL": "https://hjalp.example/", "LYHORD_HOST": "0.0.0.0"}  # noqa: S104

    settings = read_config(env)

    assert settings.public_url == "https://hjalp.example"
    assert "hjalp.example" in settings.allowed_hosts
    assert "*" not in settings.allowed_hosts


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    env = {"LYHORD_HOME": str(tmp_path / "new")}

    first, second = read_config(env).secret_key, read_config(env).secret_key

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "new" / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret.key"]


def test_a_deep_home_gets_a_socket_that_fits() -> None:
    deep = Path("/srv") / ("x" * 120)

    assert socket_dir_for(home=Path("/srv/desk")) == Path("/srv/desk/run")
    assert len(str(socket_dir_for(home=deep) / SOCKET_NAME)) <= 107
    assert socket_dir_for(home=deep) != socket_dir_for(home=deep / "y")
