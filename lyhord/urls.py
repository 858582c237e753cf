from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lyhord.core.urls")),
    path("accounts/", include("allauth.urls")),
]
