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
    from lyhord.core.backup import FILES, KEY, make_backup  # noqa: PLC0415 -- only this command needs it

    with running_database(config()):
        manifest = make_backup(config(), target=file)
    attachments = sum(name.startswith(FILES) for name in manifest.members)
    click.echo(f"{file}: database and {attachments} attachments.")
    click.echo("It holds all that customers have written: keep it where only you can read it.")
    if KEY not in manifest.members:
        click.echo("It does not hold LYHORD_SECRET_KEY: keep that too, because passwords inside are sealed with it.")
