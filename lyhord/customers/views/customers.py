import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from lyhord.customers.actions.change_customer import change_customer
from lyhord.customers.actions.change_memo import change_memo
from lyhord.customers.actions.reveal_customer import reveal_customer
from lyhord.customers.forms import CustomerForm
from lyhord.customers.models import Customer
from lyhord.customers.panels import panels_for
from lyhord.customers.queries import customers_page


class Customers(View):
    """Everybody who has written, found by the beginning of a name or address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        text, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
        page = customers_page(agent=_agent(request), text=text, after=int(after) if after.isdigit() else None)
        return render(request, "customers/list.html", {"page": page, "text": text})


class OneCustomer(View):
    """A customer with what other rooms know of them."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        customer = _customer(request, pk)
        form = CustomerForm(
            initial={"name": customer.name, "language": customer.language, "is_protected": customer.is_protected}
        )
        return self._shown(request, customer, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        customer, form = _customer(request, pk), CustomerForm(request.POST)
        if not form.is_valid():
            return self._shown(request, customer, form, status=422)
        change_customer(customer=customer, by=_agent(request), **form.cleaned_data)
        messages.success(request, _("The customer is saved."))
        return redirect("customers:customer", pk=pk)

    def _shown(self, request: HttpRequest, customer: Customer, form: CustomerForm, status: int = 200) -> HttpResponse:
        context = {
            "customer": customer,
            "points": list(customer.contact_points.all()),
            "panels": panels_for(customer=customer, agent=_agent(request), query=request.GET),
            "form": form,
        }
        return render(request, "customers/customer.html", context, status=status)


class Memo(View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        change_memo(customer=_customer(request, pk), memo=request.POST.get("memo", ""), by=_agent(request))
        response = HttpResponse(status=204)
        response["HX-Trigger"] = json.dumps({"toast": {"text": _("The memo is saved.")}})
        return response


class Reveal(View):
    """Show what is hidden of a customer with protected identity; the trail keeps who looked."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        customer = _customer(request, pk)
        points = reveal_customer(customer=customer, by=_agent(request))
        return render(
            request, "cotton/customer/contact-points.html", {"customer": customer, "points": points, "revealed": True}
        )


def _agent(request: HttpRequest) -> Any:
    return request.user


def _customer(request: HttpRequest, pk: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(_agent(request)).select_related("organisation"), pk=pk)
