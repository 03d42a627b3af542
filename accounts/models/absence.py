"""Days on which somebody of the staff is away, so that nobody sends them anywhere."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.dates import date_format
from accounts.models.person import Person


class Absence(models.Model):
    """Whole days of one person; the period is half-open. Why is nobody's business."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="absences"
    )
    valid = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ("valid", "person")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid__isempty=False),
                name="absence_lasts",
                violation_error_message=_("The last day lies before the first."),
                violation_error_code="valid",
            ),
            models.CheckConstraint(
                condition=models.Q(valid__lower_inf=False, valid__upper_inf=False),
                name="absence_begins_and_ends",
                violation_error_message=_("Give the first day and the last day."),
                violation_error_code="valid",
            ),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                violation_error_message=_("This person is away on some of these days already."),
                violation_error_code="valid",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        """Who, and from which day to which, in words: messages about it quote this."""
        ends = (self.valid.lower, self.valid.upper and self.valid.upper - timedelta(days=1))
        days = dict.fromkeys(date_format(day) for day in ends if day)
        return f"{self.person}, {' – '.join(days)}" if days else str(self.person)
