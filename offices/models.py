"""An office is a site where services are delivered; its contacts and its circle of members."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.countries import countries
from accounts.models import Membership
from accounts.names import clean_name
from accounts.tenancy import CustomerOwned


class OfficeStatus(models.TextChoices):
    """Planned until its first service is active; closed when the last one has stopped."""

    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


class ContactRole(models.TextChoices):
    """What someone is asked for at an office."""

    ON_SITE = "on_site", _("On site")
    TECHNICAL = "technical", _("Technical")
    FINANCIAL = "financial", _("Financial")


class Office(CustomerOwned):
    """A site of one customer, with its address (box apart) and telephone zone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    code = models.CharField(_("code"), max_length=20)
    street = models.CharField(_("street"), max_length=100)
    number = models.CharField(_("number"), max_length=12)
    box = models.CharField(_("box"), max_length=12, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12)
    municipality = models.CharField(_("municipality"), max_length=80)
    country = models.CharField(_("country"), max_length=2, default="BE", choices=countries)
    floor = models.CharField(_("floor or room"), max_length=40, blank=True)
    telephone_zone = models.CharField(_("telephone zone"), max_length=4, blank=True)
    access_notes = models.TextField(_("access notes"), blank=True)
    access_hours = models.CharField(_("access hours"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=OfficeStatus, default=OfficeStatus.PLANNED
    )

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = (
            models.UniqueConstraint(fields=("customer", "code"), name="one_office_per_code"),
            models.CheckConstraint(
                condition=Q(status__in=OfficeStatus.values),
                name="office_status_is_known",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="status",
            ),
            models.CheckConstraint(
                condition=~Q(country="BE") | Q(postcode__regex=r"^[1-9][0-9]{3}$"),
                name="belgian_office_has_belgian_postcode",
                violation_error_message=_(
                    "A Belgian postcode has four digits and does not begin with 0."
                ),
                violation_error_code="postcode",
            ),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"),
                name="office_country_is_iso",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="country",
            ),
            models.CheckConstraint(
                condition=Q(telephone_zone="") | Q(telephone_zone__regex=r"^0[0-9]{1,3}$"),
                name="office_zone_is_a_prefix",
                violation_error_message=_(
                    "A telephone zone is a 0 and one to three digits, such as 09."
                ),
                violation_error_code="telephone_zone",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.municipality}"

    def clean(self) -> None:
        """Keep the name as it is seen."""
        super().clean()
        clean_name(self, "name")

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The address as it is written on a letter, box and floor with the street."""
        box = f" {_('box')} {self.box}" if self.box else ""
        lines = [f"{self.street} {self.number}{box}"]
        if self.floor:
            lines.append(self.floor)
        lines.append(f"{self.postcode} {self.municipality}")
        if self.country != "BE":
            lines.append(self.country)
        return tuple(lines)

    @property
    def address(self) -> str:
        """The address on one line."""
        return ", ".join(self.address_lines)


class OfficeContact(CustomerOwned):
    """Someone to be called about an office, by role."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(_("role"), max_length=10, choices=ContactRole)
    name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    mobile = models.CharField(_("mobile"), max_length=20, blank=True)
    email = models.EmailField(_("email"), blank=True)

    class Meta:
        ordering = ("office", "role", "id")
        verbose_name = _("office contact")
        verbose_name_plural = _("office contacts")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=ContactRole.values),
                name="contact_role_is_known",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="role",
            ),
            models.CheckConstraint(
                condition=~(Q(phone="") & Q(mobile="") & Q(email="")),
                name="contact_can_be_reached",
                violation_error_message=_("Give a phone number or an e-mail address."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the name as it is seen."""
        super().clean()
        clean_name(self, "name")


class MembershipOffice(CustomerOwned):
    """One office in the scope of a membership that is limited to named offices."""

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="offices_in_scope"
    )
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("office in scope")
        verbose_name_plural = _("offices in scope")
        constraints = (
            models.UniqueConstraint(
                fields=("membership", "office"), name="one_scope_row_per_office"
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership_id} · {self.office_id}"
