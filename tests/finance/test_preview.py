"""What executing will do, told before, is what it does."""

from datetime import date

from finance import operations
from finance.hardware import hardware_of, serials_in
from finance.numbers import numbers_of
from finance.preview import preview_of
from tests.finance.conftest import LAST, ON_THE_DAY, as_, choose
from tests.macd import make
from tests.services import make as stock


def test_the_preview_counts_what_executing_ends(world, case):
    stock.installed(world.customer)
    kept, lost, silent = (stock.number(world.service) for _ in range(3))
    for number, decision in ((kept, "port_out"), (lost, "release")):
        operations.decide_number(
            case=case, number=number, decision=decision, **as_(world, world.signatory)
        )
    document = make.submitted(world)
    before = preview_of(case, [document], on=make.TODAY)
    assert (before.ready, before.agreements[0].waits) == (False, True)
    choose(world, case, last=LAST)
    case.refresh_from_db()
    told = preview_of(case, [document], on=make.TODAY)
    [planned] = told.agreements
    assert (planned.last_on, planned.services, planned.monthly) == (LAST, 2, 100)
    assert (told.ready, told.outside, told.closes_last_on) == (True, 1, LAST)
    assert [each.number for each in told.ported] == [kept]
    assert [each.number for each in told.released] == [lost]
    assert [each.number for each in told.undecided] == [silent]
    assert {office.pk for office in told.offices} == {world.office.pk, world.elsewhere.pk}
    operations.accept(case=case, **as_(world, world.finance))
    operations.execute_due(at=ON_THE_DAY)
    assert world.customer.__class__.objects.get(pk=world.customer.pk).closed_on == date(2026, 5, 1)
    assert numbers_of(case)[0].number == kept


def test_hardware_is_named_with_its_serials(world):
    version = stock.version(family="hardware")
    stock.installed(
        world.customer,
        office=world.office,
        offering_version=version,
        configuration={"serial": "AR22-1", "speed": 10},
        quantity=2,
    )
    [item] = hardware_of(world.customer.pk, on=make.TODAY)
    assert (item.quantity, item.serials, item.office) == (2, ["AR22-1"], world.office.name)
    assert serials_in({"serials": ["a", "b"]}) == ["a", "b"]
    assert serials_in({}) == []
