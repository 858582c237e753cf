import click

from lyhord.commands.django import with_django
from lyhord.commands.options import installation


@click.command("demo-load", hidden=True)
@installation
def command() -> None:
    """Fill the database with the demo department, unless it is there already."""
    with with_django():
        from lyhord.demo import load  # noqa: PLC0415 -- its models need Django loaded

        load()
