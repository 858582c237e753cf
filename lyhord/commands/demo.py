import os

import click

from lyhord.commands.options import installation
from lyhord.commands.serving import serve
from lyhord.core.config import config
from lyhord.core.supervisor.part import own_command


@click.command("demo")
@installation
def command() -> None:
    """Run everything with the made-up department Nordljus in it, until Ctrl-C."""
    os.environ["LYHORD_DEMO"] = "1"
    os.environ.setdefault("LYHORD_ORGANISATION", "Nordljus")
    config.cache_clear()
    serve(
        config(),
        steps=[("Loading the demo department", own_command("demo-load"))],
        farewell=_logins(),
    )


def _logins() -> list[str]:
    from lyhord.demo.logins import LOGINS, PASSWORD  # noqa: PLC0415 -- only the demo has them

    names = [f"  {login.email:<28} {login.role}" for login in LOGINS]
    return ["Sign in as one of these, with the password " + PASSWORD + ":", *names]
