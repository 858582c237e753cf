from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from lyhord.customers.models.customer import Customer


class ContactPoint(models.Model):
    """An address by which a customer writes or is reached; an address belongs to one customer."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    address = models.CharField(max_length=320)
    is_primary = models.BooleanField(default=True)
    undeliverable_since = models.DateTimeField(null=True, blank=True)
    undeliverable_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-is_primary", "pk"]
        indexes = [models.Index(OpClass(Upper("address"), name="text_pattern_ops"), name="contact_point_by_beginning")]
        constraints = [models.UniqueConstraint(name="contact_point_is_one_customers", fields=["kind", "address"])]

    def __str__(self) -> str:
        return self.address
