"""What changed in the inventory since a request was frozen."""

import pytest

from macd import queries
from macd.drift import drift_in, rows_in_words
from services.inventory import record_change
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def _changed(world, **change):
    record_change(
        service=world.service,
        effective_on=make.TODAY,
        change=change or {"set": {"configuration": {"speed": 300}}},
        source=stock.IMPORT,
        person_id=None,
        at=make.AT,
    )


def test_rule_07_what_differs_is_told_then_and_now():
    """Somebody set the speed to 300 while a change from 100 was in review."""
    world = make.world()
    document = make.submitted(world)
    assert drift_in(document, on=make.TODAY) == []
    _changed(world)
    [drift] = drift_in(queries.whole(document.pk), on=make.TODAY)
    [row] = drift.rows
    assert (row.before.split(" ")[0], row.after.split(" ")[0]) == ("100", "300")
    assert str(world.service) in rows_in_words([drift])


def test_rule_07_a_service_that_is_gone_says_so():
    """Stopped elsewhere, it is told as not installed any more."""
    world = make.world()
    document = make.submitted(world)
    _changed(world, cease=True)
    [drift] = drift_in(queries.whole(document.pk), on=make.TODAY)
    assert "not installed" in drift.rows[0].after
