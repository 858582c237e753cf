from django.urls import path

from lyhord.customers.views import customers

app_name = "customers"

urlpatterns = [
    path("customers/", customers.Customers.as_view(), name="customers"),
    path("customers/<int:pk>/", customers.OneCustomer.as_view(), name="customer"),
    path("customers/<int:pk>/memo/", customers.Memo.as_view(), name="memo"),
    path("customers/<int:pk>/reveal/", customers.Reveal.as_view(), name="reveal"),
]
