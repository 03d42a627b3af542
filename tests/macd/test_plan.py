"""Days: lead times, notice, holidays and the night in which Brussels is a day ahead."""

from datetime import UTC, date, datetime

import pytest

from macd.models import Document, Line
from macd.plan import (
    Circumstances,
    earliest_for,
    notice_day,
    plan_of,
    receipt_day,
    stop_day,
    withdrawable_until,
)
from macd.vocabulary import Action, Decision
from services.models import Dependency, Offering, OfferingVersion
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")
MONDAY = date(2026, 3, 2)


def _line(action, *, decision="", visit=False, site=True, lead=None):
    version = OfferingVersion(
        offering=Offering(site_bound=site), site_visit=visit, lead_time_days=lead
    )
    return Line(action=action, decision=decision, offering_version=version)


@pytest.mark.parametrize(
    ("line", "on", "day"),
    [
        (_line(Action.DELETE), MONDAY, MONDAY),
        (_line(Action.NO_CHANGE), MONDAY, MONDAY),
        (_line(Action.ADD, site=False), MONDAY, MONDAY),
        (_line(Action.ADD), MONDAY, date(2026, 4, 1)),
        (_line(Action.ADD, lead=10), MONDAY, date(2026, 3, 12)),
        # Saturday 14 March: whoever comes, comes on Monday.
        (_line(Action.ADD, lead=12, visit=True), MONDAY, date(2026, 3, 16)),
        (_line(Action.ADD, lead=12), MONDAY, date(2026, 3, 14)),
        (_line(Action.MODIFY), MONDAY, date(2026, 3, 5)),
        (_line(Action.MODIFY, visit=True), MONDAY, date(2026, 3, 16)),
        # From Thursday over Labour Day and a weekend: Monday, Tuesday, Wednesday.
        (_line(Action.MODIFY), date(2026, 4, 30), date(2026, 5, 6)),
        # Easter Monday is no business day.
        (_line(Action.MODIFY), date(2026, 4, 3), date(2026, 4, 9)),
        (_line(Action.ADD, decision=Decision.MOVE), MONDAY, date(2026, 4, 1)),
        # Saturday 4 April, then Easter: Tuesday.
        (_line(Action.ADD, decision=Decision.MOVE, visit=True), date(2026, 3, 5), date(2026, 4, 7)),
    ],
)
def test_rule_09_the_earliest_day(line, on, day):
    assert earliest_for(line, on=on) == day


@pytest.mark.parametrize(
    ("wanted", "stops"),
    [(None, date(2026, 4, 1)), ("2026-03-10", date(2026, 4, 1)), ("2026-06-30", None)],
)
def test_rule_49_the_later_of_what_is_wanted_and_what_notice_allows(wanted, stops):
    wanted = date.fromisoformat(wanted) if wanted else None
    document = Document(received_on=MONDAY, requested_on=wanted)
    assert notice_day(document, on=date(2026, 5, 1)) == date(2026, 4, 1)
    assert stop_day(document, on=date(2026, 5, 1)) == (stops or wanted)


def test_rule_49_what_was_promised_later_is_when_it_stops():
    """Notice is over on 1 April, and 7 April was promised: that day is the first without."""
    document = Document(received_on=MONDAY, requested_on=MONDAY, committed_on=date(2026, 4, 7))
    assert stop_day(document, on=MONDAY) == date(2026, 4, 7)
    document.committed_on = date(2026, 3, 20)
    assert stop_day(document, on=MONDAY) == date(2026, 4, 1)


def test_rule_49_receipt_is_a_day_in_brussels():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert receipt_day(Document(submitted_at=late), on=date(2026, 5, 1)) == MONDAY
    assert receipt_day(Document(), on=MONDAY) == MONDAY


def test_rule_54_until_six_days_before():
    assert withdrawable_until(date(2026, 4, 7), on=MONDAY) == date(2026, 4, 1)


def test_rule_09_where_there_is_no_line_yet_a_move_takes_longer():
    line = _line(Action.ADD, decision=Decision.MOVE)
    told = Circumstances(no_line_there=True)
    assert earliest_for(line, on=MONDAY, circumstances=told) == date(2026, 4, 13)


def test_rule_09_within_one_building_a_technician_comes():
    line = _line(Action.MODIFY, decision=Decision.MOVE)
    assert earliest_for(line, on=MONDAY) == date(2026, 3, 16)
    # Ten business days later is in the quiet period: the first working day after it.
    assert earliest_for(line, on=date(2026, 12, 11)) == date(2027, 1, 4)


def test_rule_09_what_is_urgent_has_a_lead_time_of_its_own_and_never_a_longer_one():
    told = Circumstances(urgent=True)
    assert earliest_for(_line(Action.ADD), on=MONDAY, circumstances=told) == date(2026, 3, 9)
    assert earliest_for(_line(Action.MODIFY), on=MONDAY, circumstances=told) == date(2026, 3, 5)


def test_rule_09_nothing_is_switched_over_in_a_quiet_period():
    """From 24 December to 2 January nobody switches over; what needs nobody may come."""
    on = date(2026, 11, 25)
    assert earliest_for(_line(Action.ADD, visit=True), on=on) == date(2027, 1, 4)
    assert earliest_for(_line(Action.ADD), on=on) == date(2026, 12, 25)


def test_what_relies_on_something_new_waits_for_it():
    """The critical path: a trunk of ten days that needs a fibre of forty-five."""
    world = make.world()
    fibre = stock.version(lead_time_days=45, names=stock.names("Fibre"))
    trunk = stock.version(lead_time_days=10, names=stock.names("Trunk"), family="sip")
    Dependency.objects.create(offering=trunk.offering, needs=fibre.offering, scope="office")
    document = make.draft(world, "add", offerings=[trunk, fibre])
    plan = plan_of(document, on=MONDAY)
    assert plan.earliest == date(2026, 4, 16)
    assert [one.line.offering_version.name for one in plan.critical] == ["Fibre", "Trunk"]
    assert [one.ready_on for one in plan.lines] == [plan.earliest, plan.earliest]
    stock.installed(world.customer, office=world.office, offering_version=fibre)
    alone = make.draft(world, "add", offerings=[trunk])
    assert plan_of(alone, on=MONDAY).earliest == date(2026, 3, 12)


def test_lines_that_need_each_other_are_planned_all_the_same():
    world = make.world()
    one, other = stock.version(lead_time_days=5), stock.version(lead_time_days=7)
    for left, right in ((one, other), (other, one)):
        Dependency.objects.create(offering=left.offering, needs=right.offering, scope="office")
    document = make.draft(world, "add", offerings=[one, other])
    assert plan_of(document, on=MONDAY).earliest == date(2026, 3, 9)
