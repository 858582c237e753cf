import click

from lyhord.commands.options import installation
from lyhord.core.config import config


@click.command("mail")
@installation
def command() -> None:
    """Take mail in by SMTP until stopped: a message is acknowledged when it is safely in the database."""
    from lyhord.channels.mail import listener  # noqa: PLC0415 -- only this command needs it

    listener.main(config())
