"""Benchmark: finance's desk with 5,000 cases, and the month report over 100,000 signed lines."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bench.frame.clock import best_of
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
    """What is opened, by name; an answer that is none stops the run."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(person)

    def page(url: str) -> Callable[[], None]:
        def opened() -> None:
            answer = client.get(url)
            if answer.status_code != 200:
                raise RuntimeError(f"{url}: {answer.status_code}")

        return opened

    return {
        "desk": page("/cancellations/"),
        "desk, searched": page("/cancellations/?q=firm+77"),
        "desk, due within 30 days": page("/cancellations/?within=30"),
        "month report": page(f"/cancellations/report/?month={month}"),
        "month report, one figure": page(f"/cancellations/report/?month={month}&what=changed"),
    }


def _multiply(line: "Line", row: "CaseAgreement", *, cases: int, lines: int) -> None:
    """Copy rows within the database, as its owner: seconds instead of hours."""
    from django.db import connections

    document, case = line.document, row.case
    with connections["owner"].cursor() as cursor:
        for copy in (
            _copy(
                document,
                lines,
                number="'BENCH-' || n",
                signed_at="now() - (n % 360) * interval '1 day'",
            ),
            f"INSERT INTO {_table(line)} ({_columns(line)}) SELECT "  # noqa: S608 - our own names
            + _values(line, document_id="d.id")
            + f" FROM {_table(line)} t, {_table(document)} d"
            + f" WHERE t.id = {line.pk} AND d.number LIKE 'BENCH-%'",
            _copy(
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
            f"INSERT INTO {_table(row)} ({_columns(row)}) SELECT "  # noqa: S608 - our own names
            + _values(row, customer_id="k.customer_id", case_id="k.id", agreement_id="a.id")
            + f" FROM {_table(row)} t, {_table(case)} k"
            + f" JOIN {_table(row.agreement)} a ON a.customer_id = k.customer_id"
            + f" WHERE t.id = {row.pk} AND k.id <> {case.pk}",
            "ANALYZE",
        ):
            cursor.execute(copy)


def _copy(one: "Model", times: int, **changed: str) -> str:
    return (
        f"INSERT INTO {_table(one)} ({_columns(one)}) SELECT {_values(one, **changed)}"  # noqa: S608
        f" FROM {_table(one)} t, generate_series(1, {times}) n WHERE t.id = {one.pk}"
    )


def _of_firms(one: "Model", **changed: str) -> str:
    """One copy for each of the copied companies."""
    return (
        f"INSERT INTO {_table(one)} ({_columns(one)})"  # noqa: S608 - our own names
        f" SELECT {_values(one, customer_id='c.id', **changed)}"
        f" FROM {_table(one)} t, accounts_customer c"
        f" WHERE t.id = {one.pk} AND c.legal_name LIKE 'Firm %'"
    )


def _table(one: "Model") -> str:
    return one._meta.db_table


def _names(one: "Model") -> list[str]:
    return [str(each.column) for each in one._meta.concrete_fields if each.column != "id"]


def _columns(one: "Model") -> str:
    return ", ".join(f'"{name}"' for name in _names(one))


def _values(one: "Model", **changed: str) -> str:
    return ", ".join(changed.get(name, f't."{name}"') for name in _names(one))
