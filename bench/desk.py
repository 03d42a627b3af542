"""Benchmark: finance's desk with 5,000 cases, and the month report over 100,000 signed lines.

Each page as finance opens it, and what the process holds more while a table leaves as a file.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bench.frame.clock import best_of
from bench.frame.copies import (
    columns_of,
    copy_of,
    copy_per,
    files_of,
    pages_of,
    table_of,
    values_of,
)
from bench.frame.memory import held_by
from bench.frame.places import database
from bench.frame.report import Figure, Report

if TYPE_CHECKING:
    from accounts.models import Person
    from macd.models import Line
    from services.models import CaseAgreement

CASES, LINES = 5_000, 100_000
SHORT_CASES, SHORT_LINES = 500, 5_000
ROUNDS = 7
AT_MOST = 0.3
"""Seconds of server time for each page."""
FIRMS = "o.legal_name LIKE 'Firm %'"
HELD_AT_MOST = 10.0
"""Megabytes that a table of any length takes while it is sent."""


def run(*, short: bool) -> Report:
    """Fill a database, and open each page as finance does."""
    cases, lines = (SHORT_CASES, SHORT_LINES) if short else (CASES, LINES)
    with database():
        person, month = _filled(cases, lines)
        pages = _pages(person, month)
        seconds = best_of(*pages.values(), rounds=ROUNDS)
        held = _held(person, month)
    figures = [
        Figure(name, value, unit="s", at_most=AT_MOST)
        for name, value in zip(pages, seconds, strict=True)
    ]
    figures += [
        Figure(f"{name}, held", value / 1e6, unit="MB", at_most=HELD_AT_MOST)
        for name, value in held.items()
    ]
    return Report("desk", figures=figures, counts={"cases": cases, "lines": lines})


def _filled(cases: int, lines: int) -> tuple["Person", str]:
    """Make one of each thing through the operations, multiply it; say who opens which month."""
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.clock import today
    from accounts.tenancy import as_system
    from services.cancellation import open_case
    from tests.macd import make

    call_command("collectstatic", verbosity=0, interactive=False)
    with as_system():
        world = make.world()
        document = make.agreed(world, make.change(world))
        case = open_case(
            customer_id=world.customer.pk, by=world.signatory, at=timezone.now(), channel="page"
        )
        row = case.agreements.select_related("agreement", "case__customer").get()
        line = document.lines.select_related("document").get()
    _multiply(line, row, cases=cases, lines=lines)
    return world.finance, f"{today():%Y-%m}"


def _pages(person: "Person", month: str) -> dict[str, Callable[[], None]]:
    """What is opened, by name."""
    return pages_of(
        person,
        {
            "desk": "/cancellations/",
            "desk, searched": "/cancellations/?q=firm+77",
            "desk, due within 30 days": "/cancellations/?within=30",
            "month report": f"/cancellations/report/?month={month}",
            "month report, one figure": f"/cancellations/report/?month={month}&what=changed",
        },
    )


def _held(person: "Person", month: str) -> dict[str, int]:
    """What is held while each table is sent; short ones came first, for what all of them load."""
    urls = {
        f"{name} as {form.upper()}": f"/cancellations/{url.format(form)}"
        for form in ("csv", "xlsx")
        for name, url in (
            ("desk", "export/{}/?queue=open"),
            ("month report", f"report/{{}}/?month={month}"),
        )
    }
    for action in files_of(person, {url: f"{url}&q=no+firm&what=ended" for url in urls.values()}):
        action()
    return {
        name: held_by(action) for name, action in zip(urls, files_of(person, urls), strict=True)
    }


def _multiply(line: "Line", row: "CaseAgreement", *, cases: int, lines: int) -> None:
    """Copy rows within the database, as its owner: seconds instead of hours."""
    from django.db import connections

    document, case = line.document, row.case
    with connections["owner"].cursor() as cursor:
        for copy in (
            copy_of(
                document,
                lines,
                number="'BENCH-' || n",
                signed_at="now() - (n % 360) * interval '1 day'",
            ),
            copy_per(line, document, "o.number LIKE 'BENCH-%'", document_id="o.id"),
            copy_of(
                case.customer,
                cases,
                public_id="gen_random_uuid()",
                legal_name="'Firm ' || n",
                enterprise_number="'1' || lpad(n::text, 9, '0')",
            ),
            copy_per(
                case,
                case.customer,
                FIRMS,
                customer_id="o.id",
                public_id="gen_random_uuid()",
                act_on="current_date + (o.id % 700)::int",
            ),
            copy_per(
                row.agreement,
                case.customer,
                FIRMS,
                customer_id="o.id",
                public_id="gen_random_uuid()",
                number="'BENCH-' || o.id",
            ),
            f"INSERT INTO {table_of(row)} ({columns_of(row)}) SELECT "  # noqa: S608 - our own names
            + values_of(row, customer_id="k.customer_id", case_id="k.id", agreement_id="a.id")
            + f" FROM {table_of(row)} t, {table_of(case)} k"
            + f" JOIN {table_of(row.agreement)} a ON a.customer_id = k.customer_id"
            + f" WHERE t.id = {row.pk} AND k.id <> {case.pk}",
            "ANALYZE",
        ):
            cursor.execute(copy)
