"""What services need at least of what they share."""

from decimal import Decimal

import pytest

from services.minimums import Standing, number_in, shortages
from services.models import Dependency

ACCESS, TRUNK = 1, 2
NEED = Dependency(
    offering_id=TRUNK,
    needs_id=ACCESS,
    scope="office",
    characteristic="speed",
    minimum=Decimal("0.5"),
    per="channels",
)


def _access(speed, office=7, quantity=1):
    return Standing("SVC-1", "Access", ACCESS, office, {"speed": speed}, quantity)


def _trunk(channels, office=7):
    return Standing("SVC-2", "Trunk", TRUNK, office, {"channels": channels})


@pytest.mark.parametrize(("value", "number"), [("0.5", "0.5"), (3, "3"), (None, "0"), ("x", "0")])
def test_a_setting_is_read_as_a_number(value, number):
    assert number_in(value) == Decimal(number)


def test_rule_47_less_than_is_needed_and_less_than_there_was():
    """60 channels need 30: 29 is too little, 30 is enough, and two accesses give both."""
    before = [_access(100), _trunk(60)]
    [found] = shortages(before, [_access(29), _trunk(60)], [NEED])
    assert (found.needed, found.left, found.office_id) == (Decimal(30), Decimal(29), 7)
    assert shortages(before, [_access(30), _trunk(60)], [NEED]) == []
    assert shortages(before, [_access(15, quantity=2), _trunk(60)], [NEED]) == []


def test_rule_47_elsewhere_and_before_do_not_count():
    """An access of another office gives nothing here; what was too little already may stay so."""
    here = [_access(100), _trunk(60)]
    [found] = shortages(here, [_access(100, office=8), _trunk(60)], [NEED])
    assert found.left == 0
    assert shortages([_access(20), _trunk(60)], [_access(20), _trunk(60)], [NEED]) == []
