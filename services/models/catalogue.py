"""What the provider sells: offerings, their published versions, upgrade paths, dependencies."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from services.texts import four_languages, in_language


class Family(models.TextChoices):
    """The kinds of service a business buys."""

    ACCESS = "access", _("Internet access")
    VPN = "vpn", _("Private network")
    FIREWALL = "firewall", _("Firewall")
    WIFI = "wifi", _("Wi-Fi")
    SIP = "sip", _("Telephony (SIP)")
    NUMBERS = "numbers", _("Numbers")
    UC = "uc", _("Unified communications")
    MOBILE = "mobile", _("Mobile")
    HARDWARE = "hardware", _("Hardware")


class DependencyScope(models.TextChoices):
    """Where the offering that is needed must be."""

    OFFICE = "office", _("At the same office")
    CUSTOMER = "customer", _("Anywhere at the same customer")


class Offering(models.Model):
    """Something in the catalogue, under a code that never changes."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    family = models.CharField(_("family"), max_length=10, choices=Family)
    site_bound = models.BooleanField(_("tied to an office"), default=True)
    self_service = models.BooleanField(_("self-service"), default=False)
    licensed_by = models.ForeignKey(
        "self",
        verbose_name=_("uses a licence of"),
        on_delete=models.PROTECT,
        related_name="licenses",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        constraints = (
            models.CheckConstraint(
                condition=Q(family__in=Family.values),
                name="offering_family_is_known",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="family",
            ),
            models.CheckConstraint(
                condition=Q(licensed_by=None) | ~Q(licensed_by=F("id")),
                name="offering_licenses_another",
                violation_error_message=_("Choose another offering than this one."),
                violation_error_code="licensed_by",
            ),
        )

    def __str__(self) -> str:
        return self.code


class OfferingVersion(models.Model):
    """An offering as it is sold from one day to another; immutable once published.

    Prices are per unit, excl. VAT; ``recurring_price`` per month. ``characteristics`` is a list of
    objects as ``services.configuration`` describes them.
    """

    offering = models.ForeignKey(
        Offering, verbose_name=_("offering"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    names = models.JSONField(_("names"))
    characteristics = models.JSONField(_("characteristics"), default=list, blank=True)
    recurring_price = models.DecimalField(
        _("recurring price"), max_digits=14, decimal_places=4, default=0
    )
    one_time_price = models.DecimalField(
        _("one-time price"), max_digits=14, decimal_places=4, default=0
    )
    minimum_quantity = models.PositiveIntegerField(_("minimum quantity"), default=1)
    maximum_quantity = models.PositiveIntegerField(_("maximum quantity"), null=True, blank=True)
    lead_time_days = models.PositiveIntegerField(_("lead time in days"), null=True, blank=True)
    site_visit = models.BooleanField(_("needs a site visit"), default=False)
    valid = DateRangeField(_("valid"))
    end_of_sale_on = models.DateField(_("not sold any more from"), null=True, blank=True)
    end_of_life_on = models.DateField(_("not supported any more from"), null=True, blank=True)
    successor = models.ForeignKey(
        Offering,
        verbose_name=_("successor"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        ordering = ("offering", "number")
        verbose_name = _("offering version")
        verbose_name_plural = _("offering versions")
        constraints = (
            models.UniqueConstraint(
                fields=("offering", "number"), name="one_offering_version_per_number"
            ),
            ExclusionConstraint(
                name="one_published_version_at_a_time",
                violation_error_message=_("Another published version holds on some of these days."),
                violation_error_code="valid",
                expressions=[
                    ("offering", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(published_at__isnull=False),
            ),
            four_languages("names", name="offering_version_named_in_four"),
            models.CheckConstraint(
                condition=Q(recurring_price__gte=0) & Q(one_time_price__gte=0),
                name="catalogue_prices_are_not_negative",
                violation_error_message=_("A price cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(end_of_life_on=None) | Q(successor__isnull=False),
                name="end_of_life_names_a_successor",
                violation_error_message=_("With an end of life, choose what comes after it."),
                violation_error_code="successor",
            ),
            models.CheckConstraint(
                condition=Q(end_of_life_on=None)
                | Q(end_of_sale_on=None)
                | Q(end_of_sale_on__lte=F("end_of_life_on")),
                name="end_of_sale_before_end_of_life",
                violation_error_message=_("The end of sale cannot lie after the end of life."),
                violation_error_code="end_of_sale_on",
            ),
            models.CheckConstraint(
                condition=Q(maximum_quantity=None) | Q(maximum_quantity__gte=F("minimum_quantity")),
                name="quantity_limits_in_order",
                violation_error_message=_("The largest quantity cannot lie below the smallest."),
                violation_error_code="maximum_quantity",
            ),
        )

    def __str__(self) -> str:
        return f"{in_language(self.names)} ({self.number})"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As always, but read the publication where a form leaves it out: a condition asks it."""
        super().validate_constraints(exclude=set(exclude or ()) - {"published_at"})

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self.names)

    def characteristic(self, code: str) -> dict[str, Any] | None:
        """The definition of one characteristic, or None when this version has none such."""
        return next((item for item in self.characteristics if item["code"] == code), None)

    def sold_on(self, on: date) -> bool:
        """Whether a new service of this version may be ordered that day (rule 37)."""
        return (
            self.published_at is not None
            and not self.dead_on(on)
            and (self.end_of_sale_on is None or on < self.end_of_sale_on)
        )

    def dead_on(self, on: date) -> bool:
        """Whether its end of life has come; it binds from its date."""
        return self.end_of_life_on is not None and on >= self.end_of_life_on


class UpgradePath(models.Model):
    """A service of ``source`` may be changed into ``target`` (rule 44)."""

    source = models.ForeignKey(
        Offering, verbose_name=_("from"), on_delete=models.CASCADE, related_name="paths"
    )
    target = models.ForeignKey(
        Offering, verbose_name=_("to"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("upgrade path")
        verbose_name_plural = _("upgrade paths")
        constraints = (
            models.UniqueConstraint(fields=("source", "target"), name="one_upgrade_path_per_pair"),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="upgrade_path_leads_elsewhere",
                violation_error_message=_("Choose another offering than this one."),
                violation_error_code="target",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class Dependency(models.Model):
    """An offering needs another one, at the same office or anywhere at the customer (rule 38).

    With a ``characteristic`` it needs at least ``minimum`` of it, such as 0.1 Mbps of upload for
    each of its own ``per`` channels (rule 47).
    """

    offering = models.ForeignKey(
        Offering,
        verbose_name=_("offering"),
        on_delete=models.CASCADE,
        related_name="dependencies",
    )
    needs = models.ForeignKey(
        Offering, verbose_name=_("needs"), on_delete=models.CASCADE, related_name="dependents"
    )
    scope = models.CharField(_("scope"), max_length=10, choices=DependencyScope)
    characteristic = models.SlugField(
        _("needs at least so much of"), max_length=60, blank=True, db_default=""
    )
    minimum = models.DecimalField(
        _("at least"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    per = models.SlugField(_("for each of its own"), max_length=60, blank=True, db_default="")

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = (
            models.UniqueConstraint(fields=("offering", "needs"), name="one_dependency_per_pair"),
            models.CheckConstraint(
                condition=~Q(offering=F("needs")),
                name="offering_needs_another",
                violation_error_message=_("Choose another offering than this one."),
                violation_error_code="needs",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=DependencyScope.values),
                name="dependency_scope_is_known",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="scope",
            ),
            models.CheckConstraint(
                condition=Q(characteristic="", minimum=None, per="")
                | (~Q(characteristic="") & Q(minimum__isnull=False, minimum__gt=0)),
                name="minimum_says_of_what",
                violation_error_message=_(
                    "Say of which setting at least how much is needed, or leave all three empty."
                ),
                violation_error_code="characteristic",
            ),
        )

    def __str__(self) -> str:
        return f"{self.offering} ← {self.needs}"
