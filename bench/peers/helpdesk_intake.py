"""django-helpdesk's own way in, run by the Python of its own environment: a folder of letters, timed.

``python helpdesk_intake.py LETTERS HOME`` prints how many tickets it made and in how many seconds.
"""

import json
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

APPS = ["admin", "auth", "contenttypes", "sessions", "messages", "sites", "humanize", "staticfiles"]


def configure(home: Path) -> None:
    """Settings as its documentation has them; mail that it would send is thrown away."""
    processors = [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]
    settings.configure(
        SECRET_KEY="for the measurement",  # noqa: S106 -- guards nothing
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "helpdesk.sqlite3"}},
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "rest_framework", "helpdesk"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": processors},
            }
        ],
        ROOT_URLCONF="helpdesk_urls",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        MEDIA_ROOT=home / "media",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_TEAMS_MODEL="auth.User",
        HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[],
        HELPDESK_KBITEM_TEAM_GETTER=lambda _: None,
        SITE_ID=1,
        USE_TZ=True,
        STATIC_URL="/static/",
    )
    django.setup()


def main() -> None:
    letters, home = Path(sys.argv[1]), Path(sys.argv[2])
    configure(home)
    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    from helpdesk.email import process_email  # noqa: PLC0415 -- needs Django set up
    from helpdesk.models import Queue, Ticket  # noqa: PLC0415

    Queue.objects.create(
        title="Kundservice",
        slug="kund",
        email_address="kundservice@nordljus.example",
        allow_public_submission=True,
        allow_email_submission=True,
        email_box_type="local",
        email_box_local_dir=str(letters),
    )
    began, used = time.monotonic(), time.process_time()
    process_email(quiet=True)
    told = {"seconds": time.monotonic() - began, "cpu_seconds": time.process_time() - used}
    print(json.dumps({"made": Ticket.objects.count(), **told}))


if __name__ == "__main__":
    main()
