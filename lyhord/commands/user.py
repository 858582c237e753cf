import click

from lyhord.commands.django import with_django
from lyhord.commands.options import installation
from lyhord.core.plain_errors import PlainError


@click.group("user")
def command() -> None:
    """Create people who may sign in."""


@command.command("create")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--name", required=True, help="Name that colleagues and customers see.")
@click.option(
    "--role", "codes", required=True, multiple=True, help="Code of a role, such as administrator; repeatable."
)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when left out.")
@installation
def create(email: str, name: str, codes: tuple[str, ...], password: str) -> None:
    """Create an account with roles and a password."""
    with with_django():
        from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415
        from django.core.exceptions import ValidationError  # noqa: PLC0415
        from django.core.validators import validate_email  # noqa: PLC0415

        from lyhord.core.actions import System  # noqa: PLC0415
        from lyhord.people.actions.create_agent import create_agent  # noqa: PLC0415
        from lyhord.people.models import Agent, Role  # noqa: PLC0415

        roles = {role.code: role for role in Role.objects.all()}
        unknown = sorted(set(codes) - set(roles))
        if unknown:
            raise PlainError(f"There is no role {', '.join(unknown)}. Choose from: {', '.join(sorted(roles))}.")
        if Agent.objects.filter(email=email.lower()).exists():
            raise PlainError(f"{email} has an account already.")
        try:
            validate_email(email)
            validate_password(password)
        except ValidationError as error:
            raise PlainError(" ".join(error.messages)) from None
        create_agent(
            email=email, name=name, roles=[roles[code] for code in codes], password=password, by=System("command line")
        )
    click.echo(f"{email} may sign in.")
