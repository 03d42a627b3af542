"""Parameters: every one has a value, each from a day on."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from services.models import PolicyParameter
from services.parameters import (
    PARAMETERS,
    ParameterRefused,
    cleaned_value,
    parameter,
    parameters,
    set_parameter,
)
from tests.services import make


def test_every_parameter_has_a_value_of_its_type(system):
    values = parameters(PARAMETERS, on=make.TODAY)
    assert set(values) == set(PolicyParameter.objects.values_list("code", flat=True))
    for code, kind in PARAMETERS.items():
        assert type(values[code]) is kind.type
        assert str(kind.label)
        assert str(kind.unit)


def test_defaults_of_the_house(system):
    assert parameter("delete_notice_days", on=make.TODAY) == 30
    assert parameter("second_approval_threshold", on=make.TODAY) == Decimal(10000)
    assert parameter("lead_move_without_line_days", on=make.TODAY) == 42
    assert parameter("business_day_starts", on=make.TODAY) == "09:00"


def test_another_value_from_a_day_on(system):
    """The parameter of the submission day applies, so earlier days keep their value."""
    set_parameter(code="delete_notice_days", value="45", from_on=date(2026, 4, 1))
    assert parameter("delete_notice_days", on=date(2026, 3, 31)) == 30
    assert parameter("delete_notice_days", on=date(2026, 4, 1)) == 45
    set_parameter(code="delete_notice_days", value=60, from_on=date(2026, 4, 1))
    assert parameter("delete_notice_days", on=date(2026, 4, 1)) == 60
    set_parameter(code="delete_notice_days", value=20, from_on=date(2026, 3, 1))
    assert parameter("delete_notice_days", on=date(2026, 5, 1)) == 20


def test_values_of_one_code_cannot_overlap(system):
    with pytest.raises(IntegrityError, match="one_parameter_value"), transaction.atomic():
        PolicyParameter.objects.create(code="draft_days", value=1, valid=(date(2026, 1, 1), None))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("draft_days", "many"),
        ("draft_days", -1),
        ("draft_days", "1.5"),
        ("draft_days", True),
        ("second_approval_threshold", "NaN"),
        ("second_approval_threshold", "Infinity"),
        ("second_approval_threshold", "-1"),
        ("business_day_starts", "25:00"),
        ("nothing", 1),
    ],
)
def test_values_that_are_none_are_refused(code, value):
    with pytest.raises(ParameterRefused):
        cleaned_value(code, value)


def test_amounts_are_kept_as_text():
    assert cleaned_value("second_approval_threshold", "2500.50") == "2500.50"
    assert cleaned_value("draft_days", "14") == 14
    assert cleaned_value("business_day_ends", "18:30") == "18:30"


def test_unknown_codes_and_days_before_the_first_value(system):
    with pytest.raises(KeyError):
        parameter("nothing", on=make.TODAY)
    with pytest.raises(LookupError, match="draft_days has no value"):
        parameter("draft_days", on=date(1999, 12, 31))
