"""Tables of finance: as wide as their heads, the total that of the rows."""

from datetime import date
from decimal import Decimal

from finance import report, rows
from services.models import CancellationCase
from tests.macd import make


def test_the_total_is_that_of_the_rows(world, case):
    make.agreed(world, make.change(world))
    for table in (
        list(rows.case_rows(CancellationCase.objects.select_related("customer"))),
        list(rows.item_rows(report.told(report.items_of(date(2026, 3, 1), "")))),
    ):
        head, *body, total = table
        assert {len(row) for row in table} == {len(head)}
        place = next(n for n, cell in enumerate(total) if isinstance(cell, Decimal))
        assert total[place] == sum(row[place] for row in body) > 0
