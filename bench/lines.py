"""Benchmark: what a choice would mean for a Move of 60 services; 200 items sent, and opened."""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.frame.clock import best_of
from bench.frame.places import database
from bench.frame.report import Figure, Report

if TYPE_CHECKING:
    from macd.models import Document
    from tests.macd.make import World

SERVICES, LINES = 60, 200
SHORT_SERVICES, SHORT_LINES = 60, 50
ROUNDS, AGAIN = 7, 30
FEWER = 4
"""How many times fewer items the page has beside which that of all is opened."""
WHAT_IF_AT_MOST, SENDING_AT_MOST = 0.1, 1.0
"""Seconds of server time."""
OPENING_AT_MOST = 1.5 * FEWER
"""Times that of the page of fewer items: it grows as the items do, not faster."""
QUERIES_AT_MOST = 40
GROWTH_AT_MOST = 4.0
"""Megabytes that a process grows by while it does the same thirty times more."""


def run(*, short: bool) -> Report:
    """Make both requests, then imagine the one and send the other, each undone every time."""
    services, lines = (SHORT_SERVICES, SHORT_LINES) if short else (SERVICES, LINES)
    with database():
        imagine, send, asked = _made(services, lines)
        seconds = best_of(imagine, send, rounds=ROUNDS)
        opened = best_of(*_sent(lines // FEWER, lines), rounds=ROUNDS)
        few, many = asked()
        growth = [_growth(action) for action in (imagine, send)]
    figures = [
        Figure("what-if of a move", seconds[0], unit="s", at_most=WHAT_IF_AT_MOST),
        Figure("sending", seconds[1], unit="s", at_most=SENDING_AT_MOST),
        Figure(
            "opening, beside a quarter of the items",
            opened[1],
            floor=opened[0],
            at_most=OPENING_AT_MOST,
        ),
        Figure("queries to send", many, at_most=QUERIES_AT_MOST),
        Figure("queries to send, beside two items", many, floor=few, at_most=1),
        Figure("growth while imagining", growth[0], unit="MB", at_most=GROWTH_AT_MOST),
        Figure("growth while sending", growth[1], unit="MB", at_most=GROWTH_AT_MOST),
    ]
    return Report("lines", figures=figures, counts={"services": services, "items": lines})


Action = Callable[[], None]


def _made(services: int, lines: int) -> tuple[Action, Action, Callable[[], tuple[int, int]]]:
    """Both actions on requests of that size, and the count of queries for two items and for all."""
    from django.conf import settings
    from django.core.management import call_command

    from accounts.tenancy import as_system
    from tests.macd import make

    call_command("collectstatic", verbosity=0, interactive=False)
    settings.MACD_CLOCK = make.AT.isoformat()
    with as_system():
        world = make.world()
        move = _move(world, services)
        one, other = make.world(), make.world()
        few, many = _change(one, 2), _change(other, lines)

    def asked() -> tuple[int, int]:
        return _queries(one, few), _queries(other, many)

    return _imagining(world, move), lambda: _send(other, many), asked


def _sent(*counts: int) -> list[Action]:
    """The pages of requests with so many items, as who reviews them opens them."""
    from accounts.tenancy import as_system
    from tests.macd import make

    pages = []
    for count in counts:
        with as_system():
            world = make.world()
            document = make.step(world, _change(world, count), "submit", world.requester)
        pages.append(_opening(world, document))
    return pages


def _opening(world: "World", document: "Document") -> Action:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(world.manager)
    url = document.get_absolute_url()

    def open_it() -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code}")

    return open_it


def _more(world: "World", count: int) -> list[int]:
    """So many services at the office, by key; two are there already."""
    from tests.services import make as stock

    facts: dict[str, Any] = {
        "office": world.office,
        "agreement": world.agreement,
        "offering_version": world.plus,
    }
    made = [stock.installed(world.customer, **facts).pk for _each in range(count - 2)]
    return [world.service.pk, world.other.pk, *made][:count]


def _move(world: "World", count: int) -> "Document":
    from services.inventory import services_on
    from tests.macd import make

    _more(world, count)
    periods = services_on(customer_id=world.customer.pk, on=make.TODAY, office=world.office)
    return make.move(world, periods=list(periods))


def _change(world: "World", count: int) -> "Document":
    from services.inventory import services_on
    from tests.macd import make

    wanted = set(_more(world, count))
    periods = services_on(customer_id=world.customer.pk, on=make.TODAY, office=world.office)
    document = make.draft(world, "change", periods=list(periods.filter(service__in=wanted)))
    values: dict[str, Any] = {f"line.{n}.desired.speed": "900" for n in range(1, count + 1)}
    return make.fill(world, document, **{"request.requested_on": make.WANTED, **values})


def _imagining(world: "World", document: "Document") -> Action:
    """The panel as the browser asks for it, with another decision for every second service."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(world.requester)
    url = f"{document.get_absolute_url()}what-if/"
    named = sorted({str(line.service) for line in document.lines.all()})
    given = {f"decision.{name}": ("move", "stop")[n % 2] for n, name in enumerate(named)}

    def imagine() -> None:
        answer = client.post(url, given)
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code}")

    return imagine


def _send(world: "World", document: "Document") -> None:
    """Send a request, and undo it."""
    from django.db import transaction

    from accounts.tenancy import as_system
    from tests.macd import make

    with as_system():
        make.step(world, document, "submit", world.requester)
        transaction.set_rollback(True)


def _queries(world: "World", document: "Document") -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        _send(world, document)
    # Savepoints and the wall are no work for the tables.
    kept = [q for q in captured if "SAVEPOINT" not in q["sql"] and "set_config" not in q["sql"]]
    return len(kept)


def _growth(action: Action) -> float:
    """How many megabytes the process grows by, once everything is warm."""
    action()
    gc.collect()
    before = _resident()
    for _each in range(AGAIN):
        action()
    gc.collect()
    return max(0.0, _resident() - before)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
