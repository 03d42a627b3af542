"""Benchmark: the account manager's desk with 200 open requests and 100,000 closed ones behind."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bench.frame.clock import best_of
from bench.frame.copies import columns_of, copy_of, pages_of, table_of, values_of
from bench.frame.places import database
from bench.frame.report import Figure, Report

if TYPE_CHECKING:
    from macd.models import Document, Line

OPEN, CLOSED = 200, 100_000
SHORT_OPEN, SHORT_CLOSED = 50, 2_000
ROUNDS = 7
AT_MOST = 0.1
"""Seconds of server time for each page."""


def run(*, short: bool) -> Report:
    """Fill a database, and open each page as the account manager does."""
    few, many = (SHORT_OPEN, SHORT_CLOSED) if short else (OPEN, CLOSED)
    with database():
        pages = _filled(few, many)
        seconds = best_of(*pages.values(), rounds=ROUNDS)
    figures = [
        Figure(name, value, unit="s", at_most=AT_MOST)
        for name, value in zip(pages, seconds, strict=True)
    ]
    return Report("inbox", figures=figures, counts={"open": few, "closed": many})


def _filled(few: int, many: int) -> dict[str, Callable[[], None]]:
    """Make one open and one closed request through the operations, multiply both, open pages."""
    from django.core.management import call_command

    from accounts.tenancy import as_system
    from macd.vocabulary import Step
    from tests.macd import make

    call_command("collectstatic", verbosity=0, interactive=False)
    with as_system():
        world = make.world()
        waiting = make.submitted(world)
        closed = make.step(
            world,
            make.submitted(make.replace_service(world)),
            Step.WITHDRAW,
            world.requester,
            note="No longer needed.",
        )
        lines = waiting.lines.get(), closed.lines.get()
    _multiply(waiting, lines[0], few, prefix="OPEN", since="now() - n * interval '1 hour'")
    _multiply(closed, lines[1], many, prefix="CLOSED", since="now() - n * interval '1 minute'")
    return pages_of(
        world.manager,
        {
            "needs me": "/inbox/",
            "all open": "/inbox/?queue=all",
            "all open, largest first": "/inbox/?queue=all&sort=worth",
            "filtered": "/inbox/?queue=all&kind=change&ball=account_manager&worth=10",
            "searched": "/inbox/?queue=all&q=OPEN-17",
            "the request beside it": f"/documents/{waiting.number}/pane/",
        },
    )


def _multiply(document: "Document", line: "Line", times: int, *, prefix: str, since: str) -> None:
    """Copy a request with its one item within the database, as its owner."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            copy_of(
                document,
                times,
                number=f"'{prefix}-' || n",
                ball_since=since,
                updated_at=since,
                act_by="current_date + (n % 9)::int",
            )
        )
        cursor.execute(
            f"INSERT INTO {table_of(line)} ({columns_of(line)}) SELECT "  # noqa: S608 - own names
            + values_of(line, document_id="d.id")
            + f" FROM {table_of(line)} t, {table_of(document)} d"
            + f" WHERE t.id = {line.pk} AND d.number LIKE '{prefix}-%'"
        )
        cursor.execute("ANALYZE")
