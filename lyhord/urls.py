from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lyhord.core.urls")),
    path("", include("lyhord.web.urls")),
    path("", include("lyhord.cases.urls")),
    path("", include("lyhord.customers.urls")),
    path("", include("lyhord.channels.urls")),
    path("", include("lyhord.people.urls")),
    path("", include("lyhord.api.urls")),
    path("accounts/", include("allauth.urls")),
]

if settings.LYHORD_DEMO:
    urlpatterns += [path("", include("lyhord.demo.urls"))]
