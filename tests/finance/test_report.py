"""What signed documents added, changed and ended, month by month."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.tenancy import as_customers
from finance import operations, report
from finance.models import MonthValue
from macd.models import Document, Line
from macd.vocabulary import Action, Decision, LineStatus, Status
from services.models import ServicePeriod
from tests.finance.conftest import ON_THE_DAY, accepted
from tests.macd import make

MARCH = date(2026, 3, 1)


def month(first_on=MARCH):
    return report.months_until(first_on)[-1]


def test_value_is_added_changed_and_ended_in_the_month_of_signature(world):
    make.agreed(world, make.change(world))
    assert (month().changed, month().items) == (Decimal("40.00"), 1)
    make.agreed(world, make.delete(world, world.other))
    assert (month().ended, month().net, month().items) == (
        Decimal("-50.00"),
        Decimal("-10.00"),
        2,
    )
    assert month(date(2026, 4, 1)).items == 0


def test_a_move_at_the_same_price_changes_nothing(world):
    document = make.in_review(world, make.move(world))
    Document.objects.filter(pk=document.pk).update(signed_at=make.AT)
    assert (month().added, month().ended, month().changed) == (0, 0, 0)
    assert month().items == 4


@pytest.mark.parametrize("status", [LineStatus.WITHDRAWN, LineStatus.SUPERSEDED, LineStatus.FAILED])
def test_what_came_to_nothing_does_not_count(world, status):
    document = make.agreed(world, make.change(world))
    document.lines.update(status=status)
    assert (month().net, month().items) == (0, 0)


def test_months_are_those_of_brussels(world):
    document = make.agreed(world, make.change(world))
    for at, counted in (
        (datetime(2026, 2, 28, 22, 59, tzinfo=UTC), 0),
        (datetime(2026, 2, 28, 23, 0, tzinfo=UTC), 1),
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), 1),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), 0),
    ):
        Document.objects.filter(pk=document.pk).update(signed_at=at)
        assert month().items == counted, at
        assert report.items_of(MARCH, "").count() == counted


def test_what_left_completely_stands_beside_it(world, case):
    accepted(world, case)
    operations.execute_due(at=ON_THE_DAY)
    may = month(date(2026, 5, 1))
    assert (may.left, may.net) == (Decimal("-100.00"), 0)


def test_figure_and_items_behind_it_agree_page_by_page(world, monkeypatch):
    for _time in range(3):
        make.agreed(world, make.change(make.replace_service(world)))
    monkeypatch.setattr(report, "PAGE", 2)
    items = report.items_of(MARCH, "changed")
    first = report.page_of(items)
    second = report.page_of(items, after=first.following)
    worth = sum(line.worth for line in (*first.items, *second.items))
    assert (len(first.items), len(second.items), second.following) == (2, 1, "")
    assert report.total_of(items) == (3, worth)
    assert month().changed == worth == Decimal("120.00")
    assert report.items_of(MARCH, "added").count() == 0
    for nonsense in ("x", "9" * 15 + ".1.1"):
        assert report.page_of(items, after=nonsense).items == first.items


@pytest.mark.parametrize(
    ("text", "first_on"),
    [
        ("2026-02", date(2026, 2, 1)),
        ("2026-13", MARCH),
        ("", MARCH),
        ("2027-01", MARCH),
        ("x-y", MARCH),
        ("0001-01", MARCH),
    ],
)
def test_an_address_names_a_month_or_this_one(text, first_on):
    assert report.month_of(text, today=make.TODAY) == first_on


def counted(first_on=MARCH):
    """The month's figures, item by item, and as they are kept."""
    kept = {what: report.figure_of(first_on, what) for what in report.WHATS}
    assert {what: report.total_of(report.items_of(first_on, what)) for what in kept} == kept
    return kept


def test_what_is_kept_follows_every_item(world):
    """Signed, taken back, brought back, priced anew, moved to another month, deleted."""
    document = make.agreed(world, make.change(world))
    make.agreed(world, make.delete(world, world.other))
    assert counted()["changed"] == (1, Decimal("40.00"))
    line = document.lines.get()
    for values in (
        {"status": LineStatus.WITHDRAWN},
        {"status": LineStatus.PLANNED, "price_after": Decimal("90.005")},
        {"action": Action.NO_CHANGE},
        {"action": Action.MODIFY, "decision": Decision.MOVE, "price_before": None},
    ):
        document.lines.update(**values)
        counted()
    assert counted()["changed"] == (1, Decimal("90.01"))
    may = datetime(2026, 5, 4, tzinfo=UTC)
    Document.objects.filter(pk=document.pk).update(signed_at=may)
    assert (counted()["changed"][0], counted(date(2026, 5, 1))["changed"][0]) == (0, 1)
    line.refresh_from_db()
    line.pk, line.number, line.action = None, 2, Action.ADD
    line.decision = ""
    Line.objects.bulk_create([line])
    assert counted(date(2026, 5, 1))["added"] == (1, Decimal("90.01"))
    line.delete()
    assert counted(date(2026, 5, 1))["added"] == (0, 0)
    Document.objects.filter(pk=document.pk).update(signed_at=None)
    assert counted(date(2026, 5, 1))["changed"] == (0, 0)


def test_of_what_came_in_parts_the_part_counts(world, browser):
    """Four of ten were delivered and the rest never came: four are in the inventory and here."""
    draft = make.add(world)
    make.fill(world, draft, **{"line.1.quantity": "10"})
    document = make.started(world, draft)
    whole = counted()["added"][1]
    make.line_step(world, document, 1, "deliver", world.operations, quantity=4)
    assert counted()["added"] == (1, whole)
    make.line_step(world, document, 1, "fail", world.operations, note="No longer made")
    assert counted()["added"] == (1, whole * 4 / 10)
    line = document.lines.get()
    paid = ServicePeriod.objects.get(service__service_id=line.new_service_id).monthly_amount
    assert counted()["added"][1] == paid
    page = browser(world.finance).get("/cancellations/report/").content.decode()
    assert "(4 of 10)" in page


def test_what_a_leaving_company_has_of_an_item_counts(world, case):
    """A part that was delivered before the company left was sold, and then left."""
    draft = make.add(world)
    make.fill(world, draft, **{"line.1.quantity": "10"})
    document = make.started(world, draft)
    make.line_step(world, document, 1, "deliver", world.operations, quantity=4)
    whole = counted()["added"][1]
    accepted(world, case)
    operations.execute_due(at=ON_THE_DAY)
    document.refresh_from_db()
    assert document.status == Status.COMPLETED
    assert counted()["added"] == (1, whole * 4 / 10)


@pytest.mark.parametrize("status", LineStatus)
def test_each_action_counts_as_one_thing(system, status):
    """What a service that moves is, and a stop; what came to nothing is nothing."""
    undone = {LineStatus.WITHDRAWN, LineStatus.FAILED}
    for action, decision, part in product(Action, ("", *Decision), (0, 4)):
        gone = undone if part == 0 else set()
        usual = {Action.ADD: "added", Action.DELETE: "ended", Action.MODIFY: "changed"}
        expected = usual.get(action)
        if expected and decision in (Decision.MOVE, Decision.REPLACE):
            expected = "changed"
        if status in gone or status == LineStatus.SUPERSEDED:
            expected = None
        with connection.cursor() as cursor:
            told = [action, decision, status, part]
            cursor.execute("SELECT signed_what(%s, %s, %s, %s)", told)
            assert cursor.fetchone() == (expected,), (action, decision, part)


def test_nobody_writes_the_figures_and_customers_see_none(world):
    make.agreed(world, make.change(world))
    assert MonthValue.objects.exists()
    assert MonthValue.objects.update(worth=0) == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthValue.objects.create(first_on=MARCH, what="added", share=1, worth=1, items=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT finance_add_value('2026-03-01', 'added', 5, 1)")
    with as_customers({world.customer.pk}):
        assert not MonthValue.objects.exists()
