"""The provider's staff: roles, teams, and who stands in for whom."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.person import Person
from accounts.names import clean_name
from accounts.roles import StaffRole


class Team(models.Model):
    """Account managers under one lead."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    lead = models.ForeignKey(
        Person, verbose_name=_("lead"), on_delete=models.PROTECT, related_name="teams_led"
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the name as it is seen."""
        super().clean()
        clean_name(self, "name")


class StaffMembership(models.Model):
    """A role a person has with the provider; having any makes them staff."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="staff_memberships"
    )
    role = models.CharField(_("role"), max_length=16, choices=StaffRole.choices)
    team = models.ForeignKey(
        Team,
        verbose_name=_("team"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role"),
                name="staff_role_once_per_person",
                violation_error_message=_("This person has that role already."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=StaffRole.values),
                name="staff_role_known",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Deputyship(models.Model):
    """A period in which one account manager looks after another's portfolio."""

    account_manager = models.ForeignKey(
        Person,
        verbose_name=_("account manager"),
        on_delete=models.CASCADE,
        related_name="deputyships_given",
    )
    deputy = models.ForeignKey(
        Person, verbose_name=_("deputy"), on_delete=models.CASCADE, related_name="deputyships"
    )
    valid = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("deputyship")
        verbose_name_plural = _("deputyships")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(account_manager=models.F("deputy")),
                name="deputy_is_someone_else",
                violation_error_message=_("Someone else must be the deputy."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid__isempty=False),
                name="deputyship_lasts",
                violation_error_message=_("The last day lies before the first."),
                violation_error_code="valid",
            ),
            ExclusionConstraint(
                name="deputyship_once_at_a_time",
                violation_error_message=_("This deputy stands in on some of these days already."),
                violation_error_code="valid",
                expressions=[
                    ("account_manager", RangeOperators.EQUAL),
                    ("deputy", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.deputy} for {self.account_manager}"
