"""Customers: companies that buy services, and the accounts they are billed on."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.countries import countries
from accounts.enterprise_numbers import compact_number, problem_with
from accounts.models.person import Language
from accounts.names import clean_name
from accounts.tenancy import CustomerOwned


class SigningRule(models.TextChoices):
    """How many signatories bind the customer."""

    ONE = "one", _("One signatory")
    TWO_JOINTLY = "two_jointly", _("Two signatories jointly")


class Customer(models.Model):
    """A company that buys services: one legal entity, perhaps part of a group."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    legal_name = models.CharField(_("legal name"), max_length=200)
    enterprise_number = models.CharField(_("enterprise number"), max_length=20)
    country = models.CharField(
        _("country"),
        max_length=2,
        default="BE",
        choices=countries,
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidiaries",
    )
    worker_count = models.PositiveIntegerField(_("number of workers"), null=True, blank=True)
    worker_count_on = models.DateField(_("counted on"), null=True, blank=True)
    worker_count_source = models.CharField(_("according to"), max_length=200, blank=True)
    signing_rule = models.CharField(
        _("signing rule"),
        max_length=11,
        choices=SigningRule.choices,
        default=SigningRule.ONE,
    )
    po_number_required = models.BooleanField(_("needs a PO number"), default=False)
    credit_hold = models.BooleanField(_("credit hold"), default=False)
    account_manager = models.ForeignKey(
        "accounts.Person",
        verbose_name=_("account manager"),
        on_delete=models.PROTECT,
        related_name="managed_customers",
    )
    financial_contact_name = models.CharField(_("financial contact"), max_length=150, blank=True)
    financial_contact_email = models.EmailField(_("financial contact's e-mail"), blank=True)
    financial_contact_phone = models.CharField(
        _("financial contact's phone"), max_length=30, blank=True
    )
    address_line = models.CharField(_("address"), max_length=250, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ("legal_name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("country", "enterprise_number"),
                name="one_customer_per_enterprise_number",
                violation_error_message=_("A customer with this enterprise number exists already."),
            ),
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^[A-Z]{2}$"),
                name="customer_country",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="country",
            ),
            models.CheckConstraint(
                condition=~models.Q(country="BE")
                | models.Q(enterprise_number__regex=r"^[01][0-9]{9}$"),
                name="customer_belgian_number",
                violation_error_message=_(
                    "A Belgian enterprise number has ten digits and begins with 0 or 1."
                ),
                violation_error_code="enterprise_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(enterprise_number="") & ~models.Q(legal_name=""),
                name="customer_is_named",
                violation_error_message=_("Give the legal name and the enterprise number."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values),
                name="customer_language",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="language",
            ),
            models.CheckConstraint(
                condition=models.Q(signing_rule__in=SigningRule.values),
                name="customer_signing_rule",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="signing_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(worker_count__isnull=True, worker_count_on__isnull=True)
                | models.Q(worker_count__isnull=False, worker_count_on__isnull=False),
                name="customer_workers_have_a_date",
                violation_error_message=_("Say on which day the workers were counted."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="customer_not_its_own_parent",
                violation_error_message=_("Choose another customer than this one."),
                violation_error_code="parent",
            ),
        )

    def __str__(self) -> str:
        return self.legal_name

    def clean(self) -> None:
        """Keep the enterprise number in its compact form; refuse one its country would not give."""
        super().clean()
        clean_name(self, "legal_name")
        clean_name(self, "financial_contact_name")
        problem = problem_with(number=self.enterprise_number, country=self.country)
        if problem:
            raise ValidationError({"enterprise_number": problem})
        self.enterprise_number = compact_number(number=self.enterprise_number, country=self.country)


class BillingAccount(CustomerOwned):
    """An account the customer is billed on, by the number printed on its invoices."""

    number = models.CharField(_("number"), max_length=30)
    name = models.CharField(_("name"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("billing account")
        verbose_name_plural = _("billing accounts")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("number",), name="one_billing_account_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()

    def clean(self) -> None:
        """Keep the name as it is seen."""
        super().clean()
        clean_name(self, "name")
