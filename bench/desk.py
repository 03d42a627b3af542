"""Benchmark: finance's desk with 5,000 cases, and the month report over 100,000 signed lines."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bench.frame.clock import best_of
from bench.frame.copies import columns_of, copy_of, pages_of, table_of, values_of
from bench.frame.places import database
from bench.frame.report import Figure, Report

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import Person
    from macd.models import Line
    from services.models import CaseAgreement

CASES, LINES = 5_000, 100_000
SHORT_CASES, SHORT_LINES = 500, 5_000
ROUNDS = 7
AT_MOST = 0.3
"""Seconds of server time for each page."""


def run(*, short: bool) -> Report:
    """Fill a database, and open each page as finance does."""
    cases, lines = (SHORT_CASES, SHORT_LINES) if short else (CASES, LINES)
    with database():
        pages = _filled(cases, lines)
        seconds = best_of(*pages.values(), rounds=ROUNDS)
    figures = [
        Figure(name, value, unit="s", at_most=AT_MOST)
        for name, value in zip(pages, seconds, strict=True)
    ]
    return Report("desk", figures=figures, counts={"cases": cases, "lines": lines})


def _filled(cases: int, lines: int) -> dict[str, Callable[[], None]]:
    """Make one of each thing through the operations, multiply it, and give the pages to open."""
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
    return _pages(world.finance, f"{today():%Y-%m}")


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
            f"INSERT INTO {table_of(line)} ({columns_of(line)}) SELECT "  # noqa: S608 - our own names
            + values_of(line, document_id="d.id")
            + f" FROM {table_of(line)} t, {table_of(document)} d"
            + f" WHERE t.id = {line.pk} AND d.number LIKE 'BENCH-%'",
            copy_of(
                case.customer,
                cases,
                public_id="gen_random_uuid()",
                legal_name="'Firm ' || n",
                enterprise_number="'1' || lpad(n::text, 9, '0')",
            ),
            _of_firms(
                case, public_id="gen_random_uuid()", act_on="current_date + (c.id % 700)::int"
            ),
            _of_firms(row.agreement, public_id="gen_random_uuid()", number="'BENCH-' || c.id"),
            f"INSERT INTO {table_of(row)} ({columns_of(row)}) SELECT "  # noqa: S608 - our own names
            + values_of(row, customer_id="k.customer_id", case_id="k.id", agreement_id="a.id")
            + f" FROM {table_of(row)} t, {table_of(case)} k"
            + f" JOIN {table_of(row.agreement)} a ON a.customer_id = k.customer_id"
            + f" WHERE t.id = {row.pk} AND k.id <> {case.pk}",
            "ANALYZE",
        ):
            cursor.execute(copy)


def _of_firms(one: "Model", **changed: str) -> str:
    """One copy for each of the copied companies."""
    return (
        f"INSERT INTO {table_of(one)} ({columns_of(one)})"  # noqa: S608 - our own names
        f" SELECT {values_of(one, customer_id='c.id', **changed)}"
        f" FROM {table_of(one)} t, accounts_customer c"
        f" WHERE t.id = {one.pk} AND c.legal_name LIKE 'Firm %'"
    )
