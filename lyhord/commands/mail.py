import os

import click

from lyhord.commands.options import installation
from lyhord.core.config import config


@click.command("mail")
@installation
def command() -> None:
    """Take mail in by SMTP and fetch it by IMAP until stopped: it is acknowledged when it is safely in the database."""
    from lyhord.channels.mail import listener  # noqa: PLC0415 -- only this command needs it
    from lyhord.channels.mail.fetching.roster import fetching  # noqa: PLC0415
    from lyhord.channels.mail.listening.settings import listener_settings  # noqa: PLC0415

    limit_bytes = listener_settings(config(), os.environ).message_limit_bytes
    with fetching(database_url=config().database_url, limit_bytes=limit_bytes):
        listener.main(config())
