"""Days: lead times, notice, holidays and the night in which Brussels is a day ahead."""

from datetime import UTC, date, datetime

import pytest

from macd.models import Document, Line
from macd.plan import earliest_for, notice_day, receipt_day, stop_day, withdrawable_until
from macd.vocabulary import Action, Decision
from services.models import Offering, OfferingVersion

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


def test_rule_49_receipt_is_a_day_in_brussels():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert receipt_day(Document(submitted_at=late), on=date(2026, 5, 1)) == MONDAY
    assert receipt_day(Document(), on=MONDAY) == MONDAY


def test_rule_54_until_six_days_before():
    assert withdrawable_until(date(2026, 4, 7), on=MONDAY) == date(2026, 4, 1)
