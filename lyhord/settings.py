"""Django's settings; everything that varies between installations is read by ``lyhord.core.config``."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from lyhord.core.config import config
from lyhord.people.oidc import oidc_providers
from lyhord.web.fingerprint import fingerprint

_config = config()
ROOT = Path(__file__).parent

SECRET_KEY = _config.secret_key
DEBUG = _config.debug
ALLOWED_HOSTS = list(_config.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [_config.public_url] if _config.public_url.startswith("https://") else []

INSTALLED_APPS = [
    "lyhord.core.apps.CoreConfig",
    "lyhord.people.apps.PeopleConfig",
    "lyhord.customers.apps.CustomersConfig",
    "lyhord.cases.apps.CasesConfig",
    "lyhord.channels.apps.ChannelsConfig",
    "lyhord.demo.apps.DemoConfig",
    "lyhord.web.apps.WebConfig",
    "lyhord.api.apps.ApiConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "procrastinate.contrib.django",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "lyhord.core.health.timing.RequestTiming",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lyhord.people.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "lyhord.api.gate.Gate",
]

LYHORD_ORGANISATION = _config.organisation
LYHORD_DEMO = _config.demo
LYHORD_OPEN_SIGNUP = os.environ.get("LYHORD_OPEN_SIGNUP", "") in {"1", "true", "yes"}

ROOT_URLCONF = "lyhord.urls"
WSGI_APPLICATION = "lyhord.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lyhord.web.context_processors.shell",
            ],
            # Cotton and template-partials each want to wrap the loaders; only this nesting lets both work.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        ),
                    ],
                ),
            ],
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
        },
    },
]

COTTON_SNAKE_CASED_NAMES = False

DATABASES = {"default": {**_config.database_settings(), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on sign-in attempts count across all processes; what is only worth seconds stays in each.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "people.Agent"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "lyhord.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "lyhord.people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes", "totp"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = LYHORD_OPEN_SIGNUP
MFA_TOTP_ISSUER = _config.organisation or "Lyhörd"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _config.public_url.startswith("http://")
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = oidc_providers(os.environ)
USERSESSIONS_TRACK_ACTIVITY = False

# Letters about accounts (invitations, new passwords); answers to customers leave through the outbox.
DEFAULT_FROM_EMAIL = f"Lyhörd <noreply@{urlsplit(_config.public_url).hostname}>"
if _config.relay:
    EMAIL_HOST, EMAIL_PORT = _config.relay.host, _config.relay.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _config.relay.user, _config.relay.password
    EMAIL_USE_SSL = _config.relay.is_implicit_tls
    EMAIL_USE_TLS = bool(_config.relay.user) and not _config.relay.is_implicit_tls
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = _config.home / "account-mail"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_VERSION = fingerprint(root=ROOT)
STATIC_URL = f"/static/{STATIC_VERSION}/"
STATIC_ROOT = _config.home / "static"
WHITENOISE_USE_FINDERS = True
if not DEBUG:
    WHITENOISE_MAX_AGE = 365 * 24 * 3600
    WHITENOISE_IMMUTABLE_FILE_TEST = "^/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": _config.files_dir}},
    "attachments": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _config.files_dir},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LYHORD_API_REQUESTS_PER_MINUTE = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# One node writes the timeline of every screen; scripts and styles come from our own files alone.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _config.public_url.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _config.public_url.startswith("https://") else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}, "mail.log": {"level": "WARNING"}},
}
