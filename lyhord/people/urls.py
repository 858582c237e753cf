from django.urls import path

from lyhord.people.views import own

app_name = "people"

urlpatterns = [
    path("me/", own.profile, name="profile"),
    path("me/presence/", own.presence, name="presence"),
    path("me/appearance/", own.appearance, name="appearance"),
]
