from django.urls import path, re_path

from lyhord.api.composition import api
from lyhord.api.views import description, missing, reference

urlpatterns = [
    path("api/v1/openapi.json", description, name="api-description"),
    path("api/v1/docs", reference, name="api-reference"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/", missing),
]
