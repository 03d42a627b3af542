"""What the months cost in which a move changes prices: each place from its own day."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from macd.firstmonth import day_in, first_month_in, overlap_in

NUMBERS = count(1)


def item(service: str, action: str, decision: str, **facts: Any) -> dict[str, Any]:
    told = {"service": service, "action": action, "decision": decision, "requested_on": None}
    told["number"] = next(NUMBERS)
    return {**told, "price_before": None, "price_after": None, **facts}


def moving(*, wanted: str, old_stops: str, promised: str | None = None) -> dict[str, Any]:
    """An office with two services of 310 and 31 a month: one moves, one stops."""
    lines = [
        item("S-1", "delete", "move", requested_on=old_stops, price_before="310"),
        item("S-1", "add", "move", requested_on=wanted, price_after="310"),
        item("S-2", "delete", "stop", price_before="31"),
    ]
    return {"requested_on": wanted, "committed_on": promised, "lines": lines}


def test_rule_24_both_places_are_billed_while_both_work():
    """New from 1 March, old up to 3 March: March is three days of 310 more, less the 31."""
    content = moving(wanted="2027-03-01", old_stops="2027-03-04")
    both = overlap_in(content)
    assert (both.from_on, both.until_on, both.days) == (date(2027, 3, 1), date(2027, 3, 3), 3)
    assert both.amount == Decimal("30.00")
    first = first_month_in(content)
    assert (first.from_on, first.until_on) == (date(2027, 3, 1), date(2027, 3, 31))
    assert first.amount == Decimal("-1.00")


def test_rule_33_the_overlap_stays_whatever_day_is_promised():
    """Wanted on 1 March, promised for 8 March: the old place stops on 11 March, not on the 4th."""
    content = moving(wanted="2027-03-01", old_stops="2027-03-04", promised="2027-03-08")
    old, new, stopped = (day_in(content, told) for told in content["lines"])
    assert (old, new, stopped) == (date(2027, 3, 11), date(2027, 3, 8), date(2027, 3, 8))
    assert overlap_in(content).amount == Decimal("30.00")
    # The moved service costs 30 more in March; of the 31 of the other, 24 are given back.
    assert first_month_in(content).amount == Decimal("6.00")


def test_rule_24_what_is_delivered_is_billed_from_its_actual_day():
    """Promised for 8 March and there on 10 March; 3 days later the old place stops."""
    content = moving(wanted="2027-03-01", old_stops="2027-03-04", promised="2027-03-08")
    old, new, stopped = (told["number"] for told in content["lines"])
    actual = {new: date(2027, 3, 10), stopped: date(2027, 3, 11)}
    both = overlap_in(content, actual=actual)
    assert (both.from_on, both.until_on) == (date(2027, 3, 10), date(2027, 3, 12))
    # 30 for three days at both places; of the 31 of what stopped on 11 March, 21 are given back.
    assert first_month_in(content, actual=actual).amount == Decimal("9.00")
    longer = {**actual, old: date(2027, 3, 15)}
    assert overlap_in(content, actual=longer).days == 5
    assert first_month_in(content, actual=longer).amount == Decimal("29.00")


def test_an_overlap_over_the_end_of_a_month_counts_both_months():
    content = moving(wanted="2027-03-30", old_stops="2027-04-02")
    assert overlap_in(content).amount == Decimal("20.00") + Decimal("10.33")
    first = first_month_in(content)
    assert first.until_on == date(2027, 4, 30)
    assert first.amount == Decimal("30.33") - Decimal("2.00") - Decimal("31.00")


def test_without_an_overlap_nothing_is_billed_twice():
    content = moving(wanted="2027-03-01", old_stops="2027-03-01")
    assert overlap_in(content) is None
    assert first_month_in(content) is None


def test_days_without_service_are_no_overlap():
    content = moving(wanted="2027-03-10", old_stops="2027-03-05")
    assert overlap_in(content) is None
    assert first_month_in(content).amount == Decimal("-50.00") - Decimal("22.00")


def test_where_notice_decides_the_stop_counts_from_its_day():
    content = {
        "requested_on": "2027-03-01",
        "committed_on": "2027-03-02",
        "lines": [item("S-2", "delete", "", price_before="31")],
    }
    assert day_in(content, content["lines"][0], stops_on=date(2027, 3, 16)) == date(2027, 3, 16)
    first = first_month_in(content, stops_on=date(2027, 3, 16))
    assert first.amount == Decimal("-16.00")


def test_the_last_days_of_all_can_be_counted():
    last = date.max.isoformat()
    content = moving(wanted="9999-12-02", old_stops=last, promised=None)
    first = first_month_in(content)
    assert (first.from_on, first.until_on) == (date(9999, 12, 2), date.max)
    assert overlap_in(content).until_on == date(9999, 12, 30)
