import click

from lyhord.commands.django import with_django
from lyhord.commands.options import installation


@click.command("migrate")
@installation
def command() -> None:
    """Bring the database up to this version; safe to repeat, and safe for several machines at once."""
    with with_django():
        from lyhord.core.migrating import migrate  # noqa: PLC0415

        migrate()
