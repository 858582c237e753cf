import click

from lyhord.commands.options import installation
from lyhord.core.config import config


@click.command("web")
@installation
def command() -> None:
    """Serve pages, API and live stream until stopped."""
    from lyhord.commands.web_server import run  # noqa: PLC0415 -- loads the whole product

    run(config())
