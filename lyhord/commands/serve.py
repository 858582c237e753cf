import click

from lyhord.commands.options import installation
from lyhord.commands.serving import serve
from lyhord.core.config import config


@click.command("serve")
@installation
def command() -> None:
    """Run database, web, background work and mail on this machine until Ctrl-C."""
    serve(config())
