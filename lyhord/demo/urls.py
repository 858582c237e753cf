from django.urls import path

from lyhord.demo.views import outbox, write

app_name = "demo"

urlpatterns = [
    path("demo/outbox/", outbox.letters, name="outbox"),
    path("demo/outbox/<int:pk>/", outbox.Letter.as_view(), name="letter"),
    path("demo/write/", write.Write.as_view(), name="write"),
]
