"""What is installed: the append-only entries are the truth, the periods follow from them."""

import re
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import BillingAccount
from accounts.tenancy import CustomerOwned
from offices.models import Office
from services.models.agreement import Agreement
from services.models.catalogue import OfferingVersion

CHANGES = ("install", "set", "cease", "suspend", "resume", "note")


class SourceKind(models.TextChoices):
    """The five writers of the inventory."""

    LINE = "line", _("Document")
    SELF_SERVICE = "self_service", _("Self-service")
    IMPORT = "import", _("Import")
    CORRECTION = "correction", _("Correction")
    PROVIDER_EVENT = "provider_event", _("Event at the provider")


class Cause(models.TextChoices):
    """Why something happened that no document asked for."""

    UNPAID = "unpaid", _("Unpaid invoices")
    ASKED = "asked", _("Asked by the customer")
    FRAUD = "fraud", _("Fraud")
    HARDWARE_SWAP = "hardware_swap", _("Device replaced")
    INDEXATION = "indexation", _("Indexation")
    PORTED_OUT = "ported_out", _("Number ported out")
    LOST = "lost", _("SIM lost")
    STOLEN = "stolen", _("SIM stolen")
    TEMPORARY = "temporary", _("SIM blocked for a while")


PROVIDER_CAUSES = (
    Cause.UNPAID,
    Cause.ASKED,
    Cause.FRAUD,
    Cause.HARDWARE_SWAP,
    Cause.INDEXATION,
    Cause.PORTED_OUT,
)


class ServiceStatus(models.TextChoices):
    """How an installed service is on a day."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")


# It is part of addresses, where a slash parts; a digit keeps it apart from words that stand there.
SERVICE_ID = r"^(?=.*[0-9])[A-Za-z0-9+][A-Za-z0-9 ._:+-]{0,39}$"
SERVICE_ID_IN_WORDS = _(
    "Give a service id of at most 40 letters, digits, blanks and . _ : + - with a digit in it."
)


def fits_service_id(text: str) -> bool:
    """Whether a text can be the id of a service."""
    return bool(re.fullmatch(SERVICE_ID, text))


class Service(CustomerOwned):
    """An offering installed for a customer; what it is on a day stands in its periods."""

    service_id = models.CharField(_("service id"), max_length=40, unique=True)
    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("agreement"),
        on_delete=models.PROTECT,
        related_name="services",
        null=True,
        blank=True,
    )
    billing_account = models.ForeignKey(
        BillingAccount,
        verbose_name=_("billing account"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    first_started_on = models.DateField(_("first started on"), null=True, blank=True)
    cost_centre = models.CharField(_("cost centre"), max_length=60, blank=True)
    # Of what is tied to no office: the one that its user belongs to (rule 35).
    home_office = models.ForeignKey(
        Office,
        verbose_name=_("home office"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    relocated_from = models.ForeignKey(
        "self",
        verbose_name=_("moved here from"),
        on_delete=models.PROTECT,
        related_name="relocated_to",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ("service_id",)
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = (
            models.CheckConstraint(
                condition=Q(service_id__regex=SERVICE_ID),
                name="service_id_fits_an_address",
                violation_error_code="service_id",
                violation_error_message=SERVICE_ID_IN_WORDS,
            ),
        )

    def __str__(self) -> str:
        return self.service_id


class InventoryEntry(CustomerOwned):
    """One change of one service, as it was recorded; never edited, never deleted.

    ``change`` has one key: install, set, cease, suspend, resume, or note for what leaves the
    service as it is; it may be empty where the entry only voids another one.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField(_("sequence"))
    effective_on = models.DateField(_("effective on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    source_kind = models.CharField(_("source"), max_length=20, choices=SourceKind)
    source_number = models.CharField(_("number of the source"), max_length=60, blank=True)
    source_version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    source_line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    cause = models.CharField(
        _("cause"), max_length=20, choices=Cause, blank=True, default="", db_default=""
    )
    reason = models.TextField(_("reason"), blank=True)
    change = models.JSONField(_("change"), default=dict)
    voids = models.OneToOneField(
        "self",
        verbose_name=_("makes void"),
        on_delete=models.PROTECT,
        related_name="voided_by",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ("service", "effective_on", "seq")
        verbose_name = _("inventory entry")
        verbose_name_plural = _("inventory entries")
        constraints = (
            models.UniqueConstraint(fields=("service", "seq"), name="one_entry_per_sequence"),
            models.CheckConstraint(
                condition=Q(change__has_any_keys=list(CHANGES)) | Q(voids__isnull=False),
                name="entry_changes_or_voids",
            ),
            models.CheckConstraint(
                condition=Q(source_kind__in=SourceKind.values), name="entry_source_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(source_kind="line")
                | (
                    ~Q(source_number="")
                    & Q(source_version__isnull=False)
                    & Q(source_line__isnull=False)
                ),
                name="entry_of_a_line_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(source_kind="correction") | ~Q(reason=""),
                name="correction_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(source_kind="provider_event") | Q(cause__in=PROVIDER_CAUSES),
                name="provider_event_has_its_cause",
            ),
            models.CheckConstraint(
                condition=Q(voids=None) | ~Q(voids=F("id")), name="entry_voids_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.service_id} · {self.effective_on} · {self.seq}"


class ServicePeriod(CustomerOwned):
    """What a service is from one day to another; derived from the entries, rebuildable.

    ``recurring_price`` is the service's own price per unit and month, excl. VAT.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="periods")
    valid = DateRangeField(_("valid"))
    offering_version = models.ForeignKey(
        OfferingVersion,
        verbose_name=_("offering version"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("office"),
        on_delete=models.PROTECT,
        related_name="periods",
        null=True,
        blank=True,
    )
    configuration = models.JSONField(_("configuration"), default=dict)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    recurring_price = models.DecimalField(_("recurring price"), max_digits=14, decimal_places=4)
    status = models.CharField(_("status"), max_length=10, choices=ServiceStatus)
    entry = models.ForeignKey(InventoryEntry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("service", "valid")
        verbose_name = _("service period")
        verbose_name_plural = _("service periods")
        constraints = (
            ExclusionConstraint(
                name="one_configuration_at_a_time",
                expressions=[
                    ("service", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="period_has_days"),
            models.CheckConstraint(
                condition=Q(valid__lower_inf=False), name="period_starts_on_a_day"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="period_has_a_quantity"),
            models.CheckConstraint(
                condition=Q(status__in=ServiceStatus.values), name="period_status_is_known"
            ),
        )
        indexes = (GistIndex(fields=("customer", "valid"), name="periods_of_a_customer"),)

    def __str__(self) -> str:
        first, after = self.valid.lower, self.valid.upper
        last = f"{after - timedelta(days=1):%Y-%m-%d}" if after else ""
        return f"{self.service} · {first:%Y-%m-%d} – {last}".rstrip(" –")

    @property
    def monthly_amount(self) -> Decimal:
        """Price per month of the whole quantity, excl. VAT."""
        return self.recurring_price * self.quantity

    @property
    def since_on(self) -> date:
        """The first day of this period."""
        since: date = self.valid.lower
        return since
