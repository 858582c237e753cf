import click

from lyhord.commands.django import with_django
from lyhord.commands.options import installation
from lyhord.core.plain_errors import PlainError


@click.group("token")
def command() -> None:
    """Create keys to the API."""


@command.command("create")
@click.option("--user", "email", required=True, help="Address of the person the key acts as.")
@click.option("--scope", "scopes", required=True, multiple=True, help="What it may do; repeatable, * for everything.")
@click.option("--name", default="command line", show_default=True, help="What the key is for.")
@installation
def create(email: str, scopes: tuple[str, ...], name: str) -> None:
    """Create a key; it is the last word printed, is shown this once, and works at once."""
    with with_django():
        from lyhord.core.actions import System  # noqa: PLC0415
        from lyhord.people.actions.create_token import create_token  # noqa: PLC0415
        from lyhord.people.models import Agent  # noqa: PLC0415

        agent = Agent.objects.filter(email=email.lower(), is_active=True).first()
        if agent is None:
            raise PlainError(
                f"Nobody with the address {email} may sign in. Create the account with: lyhord user create"
            )
        _, secret = create_token(agent=agent, name=name, scopes=scopes, by=System("command line"))
    click.echo(f"Keep it secret; it is not shown again: {secret}")
