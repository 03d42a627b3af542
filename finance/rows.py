"""The desk's list and the month's items as rows of a table: head, body, and the total last."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import day_of
from finance.report import WHATS
from macd.exporting import Row
from macd.models import Line
from macd.wording import line_title
from services.models import CancellationCase


def case_head() -> Row:
    """The names of the columns of cases."""
    return [
        _("Company"),
        _("Enterprise number"),
        _("Status"),
        _("Received on"),
        _("Last day to act"),
        _("A month"),
        _("Account manager"),
    ]


def case_row(case: CancellationCase) -> Row:
    """One case."""
    return [
        case.customer.legal_name,
        case.customer.enterprise_number,
        str(case.get_status_display()),
        day_of(case.received_at),
        case.act_on,
        case.monthly,
        case.customer.account_manager.name,
    ]


def case_total(total: Decimal) -> Row:
    """What all of them paid a month."""
    return [_("Total"), None, None, None, None, total, None]


def item_title(line: Line) -> str:
    """An item in one breath; of one whose rest never came, how much there is."""
    title = line_title(line)
    if line.is_final and 0 < line.delivered_quantity < line.quantity:
        part = _("%(done)s of %(all)s") % {"done": line.delivered_quantity, "all": line.quantity}
        return f"{title} ({part})"
    return title


def item_head() -> Row:
    """The names of the columns of items."""
    return [
        _("Document"),
        _("Item"),
        _("What"),
        _("Company"),
        _("Service"),
        _("Signed on"),
        _("Before"),
        _("After"),
        _("A month"),
    ]


def item_row(line: Any) -> Row:
    """One item, as finance.report gives it."""
    signed_at = line.document.signed_at
    return [
        line.document.number,
        line.number,
        str(WHATS[line.what]),
        line.document.customer.legal_name,
        item_title(line),
        day_of(signed_at) if signed_at else None,
        line.price_before,
        line.price_after,
        line.worth,
    ]


def item_total(total: Decimal) -> Row:
    """What all of them are worth a month."""
    return [_("Total"), None, None, None, None, None, None, None, total]


def case_rows(cases: Iterable[CancellationCase]) -> Iterator[Row]:
    """The desk's rows with their head and total."""
    yield case_head()
    total = Decimal(0)
    for case in cases:
        total += case.monthly
        yield case_row(case)
    yield case_total(total)


def item_rows(items: Iterable[Line]) -> Iterator[Row]:
    """A month's items with their head and total."""
    yield item_head()
    total = Decimal(0)
    for line in items:
        total += line.worth  # type: ignore[attr-defined]
        yield item_row(line)
    yield item_total(total)
