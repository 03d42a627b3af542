"""Campaign: the mail server takes seconds for each mail and refuses one address; the rest goes on.

Requests are sent and signed meanwhile. Pages and seals keep their time, nobody's mail is lost or
sent twice, and what was refused stands where an operator looks.
"""

import time
from typing import TYPE_CHECKING

from bench.crash import CLOCK
from bench.frame.clock import percentile
from bench.frame.places import running
from bench.frame.post import receiving
from bench.frame.report import Figure, Report

if TYPE_CHECKING:
    from tests.mailserver import MailServer

SUBMISSIONS, SHORT_SUBMISSIONS = 40, 4
DAWDLES = 3.0
"""Seconds for each mail; two workers send at most two mails in that time."""
SEALED_WITHIN = 60.0
DRAINED_WITHIN = 900.0
REFUSED_WITHIN = 30.0


def run(*, short: bool, submissions: int = 0) -> Report:
    """Work while mails are slow, then let the mail server recover, and count."""
    wanted = submissions or (SHORT_SUBMISSIONS if short else SUBMISSIONS)
    with receiving() as (server, at), running(MACD_CLOCK=CLOCK, **at) as installation:
        from bench.frame.customers import Customers
        from bench.frame.idle import wait_until_idle
        from bench.frame.verdict import documents_wrong, mails_wrong, sealing_times

        wait_until_idle()
        people = Customers(port=installation.port, companies=2)
        people.prepare(wanted)
        wait_until_idle()
        # One reader of a company's mails: their server knows them no more.
        gone = people.companies[0].world.requester.email
        server.refuses.add(gone)
        server.dawdles = DAWDLES
        began = time.monotonic()
        people.work()
        _wait_until_sealed([receipt.number for receipt in people.signed])
        server.dawdles = 0.0
        visible = _shown_once_refused(server)
        server.refuses.clear()
        recovered = wait_until_idle(within=DRAINED_WITHIN)
        signed = [receipt.number for receipt in people.signed]
        seconds, late = sealing_times(signed)
        post = mails_wrong(signed, server.arrived)
        wrong = documents_wrong([receipt.number for receipt in people.submitted], signed)
        waits = [receipt.seconds for receipt in [*people.submitted, *people.signed]]
        return Report(
            "slow_smtp",
            figures=[
                Figure("slowest seal", max(seconds, default=0.0), "s", at_most=SEALED_WITHIN),
                # Of the short form's eight answers the slowest says nothing of a promise.
                Figure(
                    "answer to a form, 95 of 100",
                    percentile(waits, 95),
                    "s",
                    at_most=None if short else 2.0,
                ),
                Figure("mails done, once it was quick again", recovered, "s"),
                Figure("the work took", time.monotonic() - began, "s"),
            ],
            counts={
                "submissions": len(people.submitted),
                "refused_mails": server.refused,
                "shown_to_an_operator": visible,
                "nothing_refused_or_shown": int(not (server.refused and visible)),
                "refused": len(people.refused),
                **wrong,
                "late": late,
                **post,
            },
            wrong=frozenset(
                {
                    "refused",
                    # The short form's few requests may be told of in time to be refused, or not.
                    *(() if short else ("nothing_refused_or_shown",)),
                    "late",
                    "mails_lost",
                    "duplicates",
                    "waiting",
                    "need_attention",
                    *wrong,
                }
            ),
        )


def _wait_until_sealed(numbers: list[str]) -> None:
    from bench.frame.signing import unsealed

    deadline = time.monotonic() + 2 * SEALED_WITHIN
    while unsealed(numbers) and time.monotonic() < deadline:
        time.sleep(0.2)


def _shown_once_refused(server: "MailServer") -> int:
    """Wait until a mail to the address that is gone was refused; how many an operator then sees."""
    from bench.frame.idle import failing

    deadline = time.monotonic() + REFUSED_WITHIN
    while not (server.refused and failing()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return failing()
