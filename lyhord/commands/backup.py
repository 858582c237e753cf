from pathlib import Path

import click

from lyhord.commands.options import installation
from lyhord.core.config import config
from lyhord.core.postgres import running_database


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@installation
def command(file: Path) -> None:
    """Put database and attachments in FILE, while everything runs."""
    from lyhord.core.backup import make_backup  # noqa: PLC0415 -- only this command needs it

    with running_database(config()):
        manifest = make_backup(config(), target=file)
    click.echo(f"{file}: database and {len(manifest.members) - 1} attachments.")
    click.echo("It holds all that customers have written: keep it where only you can read it.")
