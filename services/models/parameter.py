"""Numbers of the house that an administrator changes from a day on."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PolicyParameter(models.Model):
    """The value of one parameter from one day to another.

    Integers are JSON numbers; amounts and percentages are strings, never floats.
    """

    code = models.CharField(_("code"), max_length=60)
    value = models.JSONField(_("value"))
    valid = DateRangeField(_("valid"))

    class Meta:
        ordering = ("code", "valid")
        verbose_name = _("policy parameter")
        verbose_name_plural = _("policy parameters")
        constraints = (
            ExclusionConstraint(
                name="one_parameter_value_at_a_time",
                violation_error_message=_("Another value holds on some of these days."),
                violation_error_code="valid",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False),
                name="parameter_has_days",
                violation_error_message=_("The last day lies before the first."),
                violation_error_code="valid",
            ),
        )

    def __str__(self) -> str:
        from services.figures import set_to
        from services.parameters import PARAMETERS

        known = PARAMETERS.get(self.code)
        return f"{known.label if known else self.code} ({set_to(self.code, self.value)})"
