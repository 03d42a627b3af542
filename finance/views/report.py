"""The month report: value added, changed and ended by signed documents, with what is behind it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.dates import date_format
from accounts.standing import Standing
from finance import report
from finance.exports import AT_ONCE
from finance.report import ADDED, CHANGED, ENDED, WHATS, Month
from finance.rows import item_title
from macd import policy
from macd.models import Line
from macd.templatetags.macd_format import day_short, money_difference
from macd.views.common import new_key, standing_for
from macd.views.shown.bars import Series, bars
from services.calendar import add_months


def reader(request: HttpRequest) -> Standing:
    """Who reads it: finance and the auditor. Raises PermissionDenied for others."""
    standing = standing_for(request)
    if not policy.is_finance(standing) and not policy.is_auditor(standing):
        raise PermissionDenied
    return standing


@require_safe
@login_required
def month_report(request: HttpRequest) -> HttpResponse:
    """Show twelve months, and the items behind one of them."""
    reader(request)
    on = today()
    first_on = report.month_of(request.GET.get("month", ""), today=on)
    what = request.GET.get("what", "")
    what = what if what in WHATS else ""
    months = report.months_until(first_on)
    items = report.items_of(first_on, what)
    page = report.page_of(items, after=request.GET.get("after", ""))
    count, total = _total(months[-1], what)
    context = {
        "first_on": first_on,
        "month": name_of(first_on),
        "earlier_url": _url(add_months(first_on, -1)),
        "later_url": _url(add_months(first_on, 1)) if first_on < on.replace(day=1) else "",
        "export_url": reverse("month_export", args=["csv"]) + _query(first_on, what),
        "sheet_url": reverse("month_export", args=["xlsx"]) + _query(first_on, what),
        "prepared": {"what": "month", "query": _query(first_on, what)} if count > AT_ONCE else None,
        "idempotency_key": new_key(),
        "chart": _chart(months),
        "columns": _month_columns(),
        "rows": [_month_row(month) for month in reversed(months)],
        "total": _months_total(months),
        "what_label": WHATS.get(what, ""),
        "all_url": _url(first_on),
        "item_columns": item_columns(),
        "item_rows": [{"cells": _item(line)} for line in page.items],
        "item_total": [
            _("%(count)s in all") % {"count": count},
            "",
            "",
            "",
            money_difference(total),
        ],
        "older_url": _url(first_on, what, after=page.following) if page.following else "",
    }
    return render(request, "finance/report.html", context)


def _total(month: Month, what: str) -> tuple[int, Decimal]:
    """What is shown below amounts to: the whole month, or one of its figures."""
    return report.figure_of(month.first_on, what) if what else (month.items, month.net)


def name_of(first_on: date) -> str:
    """A month in words."""
    return date_format(first_on, "F Y")


def _query(first_on: date, what: str = "", **more: str) -> str:
    values = {"month": f"{first_on:%Y-%m}", "what": what, **more}
    return "?" + urlencode({name: value for name, value in values.items() if value})


def _url(first_on: date, what: str = "", **more: str) -> str:
    return reverse("month_report") + _query(first_on, what, **more)


def _chart(months: list[Month]) -> dict[str, Any]:
    labels = [date_format(month.first_on, "SHORT_MONTH_FORMAT") for month in months]
    return bars(
        labels,
        [
            Series(_("Added"), "good", [month.added for month in months]),
            Series(_("Changed"), "plain", [month.changed for month in months]),
            Series(_("Ended"), "warn", [month.ended for month in months]),
            Series(_("Left completely"), "risk", [month.left for month in months]),
        ],
    )


def _month_columns() -> list[dict[str, Any]]:
    numbers = (*WHATS.values(), _("Together"), _("Items"), _("Left completely"))
    return [{"label": _("Month")}, *({"label": label, "number": True} for label in numbers)]


def _month_row(month: Month) -> dict[str, Any]:
    figures = {ADDED: month.added, CHANGED: month.changed, ENDED: month.ended}
    return {
        "url": _url(month.first_on),
        "cells": [
            name_of(month.first_on),
            *(
                _link(month, what, value) if month.items else money_difference(value)
                for what, value in figures.items()
            ),
            money_difference(month.net),
            month.items,
            money_difference(month.left),
        ],
    }


def _link(month: Month, what: str, value: Decimal) -> str:
    """An amount that leads to its items; read aloud in a list of links, it says which they are."""
    return format_html(
        '<a href="{}">{}<span class="visually-hidden"> {} {}</span></a>',
        _url(month.first_on, what),
        money_difference(value),
        WHATS[what],
        name_of(month.first_on),
    )


def _months_total(months: list[Month]) -> list[Any]:
    return [
        _("Twelve months"),
        *(
            money_difference(sum((getattr(month, what) for month in months), Decimal(0)))
            for what in WHATS
        ),
        money_difference(report.net_of(months)),
        sum(month.items for month in months),
        money_difference(sum((month.left for month in months), Decimal(0))),
    ]


def item_columns() -> list[dict[str, Any]]:
    """The columns of the items."""
    return [
        {"label": _("Document")},
        {"label": _("Company")},
        {"label": _("Item")},
        {"label": _("Signed on")},
        {"label": _("A month"), "number": True},
    ]


def _item(line: Line) -> list[Any]:
    return [
        format_html('<a href="{}">{}</a>', line.document.get_absolute_url(), line.document.number),
        line.document.customer.legal_name,
        f"{line.number}. {item_title(line)}",
        day_short(line.document.signed_at),
        money_difference(line.worth),  # type: ignore[attr-defined]
    ]
