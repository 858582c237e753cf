from pathlib import Path

import click

from lyhord.commands.options import installation
from lyhord.core.config import config
from lyhord.core.postgres import running_database


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--force", "is_forced", is_flag=True, help="Replace all that the database holds.")
@installation
def command(file: Path, *, is_forced: bool) -> None:
    """Bring FILE back, on a machine with an empty home (or database)."""
    from lyhord.core.backup import KEY, restore_backup  # noqa: PLC0415 -- only this command needs it

    with running_database(config(), is_alone=True):
        manifest = restore_backup(config(), source=file, is_forced=is_forced)
    if KEY not in manifest.members or config().given_secret_key:
        click.echo("Give the LYHORD_SECRET_KEY of the backed-up installation: passwords inside are sealed with it.")
    click.echo(f"The department of {manifest.made_at[:16]} is back. Start it with: lyhord serve")
