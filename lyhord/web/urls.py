from django.urls import path

from lyhord.web import views

app_name = "web"

urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.settings_home, name="settings"),
    path("shell/counts/", views.counts, name="counts"),
    path("shell/hits/", views.hits, name="hits"),
    path("styles/<str:version>/lyhord.css", views.stylesheet, name="stylesheet"),
    path("components/", views.components, name="components"),
]
