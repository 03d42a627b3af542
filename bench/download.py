"""Taking a made PDF along, beside a page of bare Django that shows one document (promise 23)."""

import os
from collections.abc import Callable

from bench.frame.clock import best_of
from bench.frame.places import database
from bench.frame.report import Figure, Report

SIZE = 60_000
"""Bytes: what a sealed document of the demonstration takes."""
AT_MOST = 1.3
ROUNDS, SHORT_ROUNDS = 400, 40


def run(*, short: bool) -> Report:
    """Measure a customer's and an account manager's download beside the page, taking turns."""
    with database():
        bare, customer, manager = best_of(*_actions(), rounds=SHORT_ROUNDS if short else ROUNDS)
    named = {"by the customer": customer, "by the account manager": manager}
    return Report(
        "download",
        [
            Figure(name, 1000 * each, "ms", floor=1000 * bare, at_most=AT_MOST)
            for name, each in named.items()
        ],
        {"bytes": SIZE},
    )


def _actions() -> list[Callable[[], object]]:
    from accounts.tenancy import as_system
    from bench.frame.bare import bare_detail
    from bench.frame.copies import pages_of
    from files.storage import store
    from macd.models import Rendering
    from macd.vocabulary import Purpose
    from tests.macd import make

    with as_system():
        world = make.world()
        document = make.signed(world)
        stored = store(
            content=b"%PDF-1.7" + os.urandom(SIZE - 8),
            customer_id=document.customer_id,
            name=f"{document.number}.pdf",
            media_type="application/pdf",
            at=make.AT,
        )
        sealed = Rendering.objects.filter(document=document, purpose=Purpose.SEALED)
        sealed.update(stored_file=stored, made_at=make.AT)
    url = f"{document.get_absolute_url()}pdf/"
    taken = [pages_of(each, {"pdf": url})["pdf"] for each in (world.requester, world.manager)]
    return [bare_detail(world.requester, document), *taken]
