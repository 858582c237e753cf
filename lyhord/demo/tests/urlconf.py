from django.urls import include, path

from lyhord.urls import urlpatterns as always

urlpatterns = [*always, path("", include("lyhord.demo.urls"))]
