import sys

import click

from lyhord.commands.django import with_django
from lyhord.commands.options import installation
from lyhord.core.config import config

MARKS = {"ok": "✓", "note": "·", "FAILED": "✗"}


@click.command("check")
@installation
def command() -> None:
    """Say in plain words whether this installation is in order; ends with an error when it is not."""
    with with_django():
        from lyhord.core.checking import Grade, run_checks  # noqa: PLC0415 -- needs Django loaded

        findings = []
        for finding in run_checks(config()):
            click.echo(f"{MARKS[finding.grade]} {finding.text}")
            findings.append(finding)
    failures = sum(finding.grade == Grade.FAILURE for finding in findings)
    click.echo("All is well." if not failures else f"{failures} to mend.")
    sys.exit(1 if failures else 0)
