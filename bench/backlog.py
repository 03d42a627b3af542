"""Benchmark: a backlog of mails is drained at nearly the rate at which they can be sent at all.

The floor is a bare worker: the same handler called for the same messages, one after the other,
without claiming, leasing, ordering or keeping the book of outcomes.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bench.frame.places import database
from bench.frame.report import Figure, Report
from tests.mailserver import mail_server

if TYPE_CHECKING:
    from outbox.models import Message

MESSAGES, SHORT_MESSAGES = 10_000, 400
BARE_SHARE = 10
"""One in so many messages is sent by the bare worker, in turns with the others."""
ROUNDS = 10
AT_LEAST = 0.7


def run(*, short: bool, messages: int = 0) -> Report:
    """Owe the backlog, drain it in turns with the bare worker, and count what arrived."""
    wanted = messages or (SHORT_MESSAGES if short else MESSAGES)
    with mail_server() as server, database():
        from django.conf import settings
        from django.utils import timezone

        from bench.frame.mails import owe_backlog
        from outbox.delivering import Outcome, deliver_next, handler_of
        from outbox.models import Message, State

        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        bare = owe_backlog(wanted // BARE_SHARE, kind="bare")
        owe_backlog(wanted, kind="owed")
        Message.objects.filter(pk__in=[each.pk for each in bare]).update(
            state=State.DROPPED, dropped_because="sent by the bare worker"
        )
        handler = handler_of("mail")

        def drain() -> None:
            if deliver_next(clock=timezone.now) != Outcome.SENT:
                raise RuntimeError("A message of the backlog was not sent.")

        ours, floor = _in_turns(drain, wanted, handler, bare)
        left = Message.objects.filter(state=State.PENDING).count()
        twice = sum(count - 1 for count in server.arrived.values())
    return Report(
        "backlog",
        figures=[
            Figure("mails a second, drained", ours, floor=floor, at_least=AT_LEAST),
        ],
        counts={"messages": wanted, "left": left, "duplicates": twice},
        wrong=frozenset({"left", "duplicates"}),
    )


def _in_turns(
    drain: Callable[[], None],
    wanted: int,
    send: Callable[["Message"], None],
    bare: list["Message"],
) -> tuple[float, float]:
    """Messages a second of both, in rounds that meet the same disturbances."""
    spent = {"ours": 0.0, "bare": 0.0}
    for number in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(_share(wanted, number)):
            drain()
        between = time.perf_counter()
        for message in bare[number::ROUNDS]:
            send(message)
        spent["ours"] += between - began
        spent["bare"] += time.perf_counter() - between
    return wanted / spent["ours"], len(bare) / spent["bare"]


def _share(wanted: int, number: int) -> int:
    """How many of the messages a round takes; all rounds together take all."""
    return wanted * (number + 1) // ROUNDS - wanted * number // ROUNDS
