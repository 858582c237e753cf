"""The program ``lyhord``: one file per command in ``lyhord/commands``, imported when it is called."""

import os
import sys
from importlib import import_module

import click

from lyhord import __version__
from lyhord.core.plain_errors import PlainError

COMMANDS = {
    "serve": "Run everything on this machine until Ctrl-C.",
    "demo": "Run everything with a made-up department in it.",
    "web": "Run the web server alone.",
    "worker": "Run the background work alone.",
    "mail": "Run the mail listener alone.",
    "migrate": "Bring the database up to this version.",
    "user": "Create people who may sign in.",
    "token": "Create keys to the API.",
    "check": "Say in plain words whether this installation is in order.",
    "backup": "Put database and attachments in one file.",
    "restore": "Bring a backup back.",
}
HIDDEN_COMMANDS = ("demo-load",)


class LazyGroup(click.Group):
    """Commands that are imported when called, so that a light one stays light."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS and cmd_name not in HIDDEN_COMMANDS:
            return None
        module = import_module(f"lyhord.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup)
@click.version_option(__version__)
def lyhord() -> None:
    """Lyhörd, the customer-service department in one program."""


def main() -> None:
    """Run the command line; what the reader can mend ends in one clear sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.settings")
    try:
        lyhord(prog_name="lyhord")
    except PlainError as error:
        click.echo(f"lyhord: {error}", err=True)
        sys.exit(1)
