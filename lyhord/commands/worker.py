import click

from lyhord.commands.django import with_django
from lyhord.commands.options import installation


@click.command("worker")
@installation
def command() -> None:
    """Take in what has arrived, run jobs and keep the timetable, until stopped. Any number may run."""
    with with_django():
        from lyhord import worker  # noqa: PLC0415 -- its jobs need Django loaded

        worker.run()
