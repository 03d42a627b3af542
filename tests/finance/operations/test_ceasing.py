"""What leaving does to one service and its numbers."""

from finance.models import NumberDecision
from finance.operations.ceasing import cease_service, leave_number
from services.inventory import state_on
from services.models import InventoryEntry
from tests.finance.conftest import LAST, ON_THE_DAY, ONE_DAY
from tests.services import make as stock


def cease(service):
    return cease_service(
        service, on=LAST + ONE_DAY, reference="case", reason="They leave.", at=ON_THE_DAY
    )


def test_a_service_works_until_its_last_day_however_often_it_is_ended(world):
    assert cease(world.service) is True
    assert state_on(world.service, LAST) is not None
    assert state_on(world.service, LAST + ONE_DAY) is None
    written = InventoryEntry.objects.count()
    assert cease(world.service) is False
    assert InventoryEntry.objects.count() == written
    assert state_on(world.service, LAST) is not None
    assert state_on(world.service, LAST + ONE_DAY) is None


def test_a_number_leaves_as_decided_and_what_is_gone_stays_gone(world):
    for decision, expected in (
        (NumberDecision.PORT_OUT, "porting_out"),
        (NumberDecision.RELEASE, "released"),
    ):
        number = stock.number(world.service)
        leave_number(number, decision)
        number.refresh_from_db()
        assert number.status == expected
        leave_number(number, NumberDecision.RELEASE)
        number.refresh_from_db()
        assert number.status == expected
