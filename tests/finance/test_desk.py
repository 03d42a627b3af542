"""The desk's list: order, queues, filters, pages, sums."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from finance import desk, operations
from finance.desk import Filters
from services.cancellation import CaseStatus, advance_case, open_case
from services.models import CancellationCase
from tests.finance.conftest import accepted, as_, choose, workers
from tests.macd import make

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def listed(world, **query):
    filters = Filters.of(query)
    return list(desk.found(world.by(world.finance), filters, on=make.TODAY))


@pytest.fixture
def three(world, case):
    """A case of the world, one to act on sooner, one that is closed."""
    small, closed = make.world(), make.world()
    workers(small.customer, 5)
    CancellationCase.objects.filter(pk=case.pk).update(act_on=date(2027, 12, 31))
    soon = open_case(customer_id=small.customer.pk, by=small.signatory, at=AT, channel="page")
    over = open_case(customer_id=closed.customer.pk, by=closed.signatory, at=AT, channel="page")
    advance_case(case=over, to=CaseStatus.WITHDRAWN, by=world.finance, at=AT)
    return soon, case, over


def test_open_cases_come_by_last_day_to_act_closed_ones_apart(world, three):
    soon, later, over = three
    assert listed(world) == [soon, later]
    assert listed(world, queue="closed") == [over]
    assert soon.act_on == AT.date()


def test_a_case_without_a_day_comes_last(world, three):
    soon, later, _over = three
    CancellationCase.objects.filter(pk=soon.pk).update(act_on=None)
    assert listed(world) == [later, soon]


def test_queues_say_who_has_it(world, case, colleague):
    assert listed(world, queue="new") == [case]
    operations.hand_over(case=case, note="Call them", **as_(world, world.finance))
    assert listed(world, queue="new") == []
    assert listed(world, queue="manager") == [case]
    choose(world, case, "immediate")
    assert listed(world, queue="second") == [case]
    accepted(world, case)
    assert listed(world, queue="second") == []
    assert listed(world, queue="accepted") == [case]
    counts = desk.counts(world.by(world.finance), Filters(), on=make.TODAY)
    assert counts == {"open": 1, "new": 0, "manager": 0, "second": 0, "accepted": 1, "closed": 0}


def test_filters_narrow_and_nonsense_does_not(world, three):
    soon, later, _over = three
    assert listed(world, q=world.customer.legal_name) == [later]
    assert listed(world, q="Anke \x00") == [soon, later]
    assert listed(world, within="7") == [soon]
    assert listed(world, manager=str(world.manager.pk)) == [later]
    for nonsense in ({"queue": "x"}, {"within": "8"}, {"manager": "9" * 30}, {"manager": "²"}):
        assert listed(world, **nonsense) == [soon, later]


def test_pages_follow_each_other_and_the_sum_is_that_of_all(world, three, monkeypatch):
    monkeypatch.setattr(desk, "PAGE", 1)
    cases = desk.found(world.by(world.finance), Filters(), on=make.TODAY)
    first = desk.page_of(cases)
    second = desk.page_of(cases, after=first.following)
    assert [*first.cases, *second.cases] == list(three[:2])
    assert second.following == ""
    assert desk.totals(cases) == (2, Decimal("200.0000"))
    for nonsense in ("x", "2026-13-45.1", "²026-01-01.1"):
        assert desk.page_of(cases, after=nonsense).cases == first.cases
