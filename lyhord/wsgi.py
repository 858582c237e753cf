"""Pages alone, for a WSGI server of one's own; the live stream needs ``lyhord.asgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.settings")

application = get_wsgi_application()
