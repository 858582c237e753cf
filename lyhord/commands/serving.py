import signal
from collections.abc import Callable, Sequence

import click

from lyhord.core.config import Config, ConfigError
from lyhord.core.ports import answers, is_free
from lyhord.core.postgres import cluster_for
from lyhord.core.postgres.cluster import STOP_DEADLINE_S
from lyhord.core.postgres.session import take_lock
from lyhord.core.supervisor import Part, Supervisor
from lyhord.core.supervisor.part import Spawn, own_command


def serve(config: Config, *, steps: Sequence[tuple[str, Spawn]] = (), farewell: Sequence[str] = ()) -> None:
    """Run all parts under one supervisor until SIGINT or SIGTERM.

    `steps` are run after the migrations and before the parts; `farewell` is printed below the start message.
    """
    _require_free_ports(config)
    foundation, is_ready = _database(config)
    parts = [Part(name=name, spawn=own_command(name)) for name in ("web", "worker", "mail")]
    supervisor = Supervisor(
        foundation=foundation, parts=parts, say=lambda line: click.echo(f"lyhord: {line}", err=True)
    )
    supervisor.run(
        is_ready=is_ready,
        steps=[("The migration of the database", own_command("migrate")), *steps],
        is_up=lambda: answers(config),
        when_up=lambda: _tell(config, farewell),
    )
    click.echo("Lyhörd has stopped.")


def _database(config: Config) -> tuple[Part | None, Callable[[], bool]]:
    if not config.is_embedded:
        return None, lambda: True
    cluster = cluster_for(config)
    # kept open, and thereby locked, until this process ends
    if take_lock(config.home) is None:
        raise ConfigError(f"Another Lyhörd is already running in {config.home}; stop it, or choose another --home.")
    cluster.create()
    foundation = Part(
        name="PostgreSQL", spawn=cluster.spawn, stop_signal=signal.SIGINT, stop_deadline_s=STOP_DEADLINE_S
    )
    return foundation, cluster.is_ready


def _require_free_ports(config: Config) -> None:
    wanted = [(config.host, config.port, "--port"), (config.smtp_host, config.smtp_port, "--smtp-port")]
    for host, port, option in wanted:
        if not is_free(host, port):
            raise ConfigError(f"Port {port} on {host} is taken or forbidden. Choose another with {option}.")


def _tell(config: Config, farewell: Sequence[str]) -> None:
    click.echo(f"Lyhörd runs at {config.public_url}")
    click.echo(f"Mail comes in at {config.smtp_host}:{config.smtp_port} (SMTP).")
    for line in farewell:
        click.echo(line)
    click.echo(f"Everything is kept in {config.home}. Stop with Ctrl-C.")
