"""Campaign: any part is killed at any moment; what was accepted is kept, told and sealed.

People of four companies send and sign requests over the web, and keep a receipt for each answer;
meanwhile `kill -9` ends web, worker, scheduler, relay, broker or database, chosen by chance.
Afterwards the receipts are compared by SQL with the rows, by hash with the sealed files, and by
Message-ID with what a mail server got.
"""

import threading
import time
from typing import TYPE_CHECKING

from bench.frame.killing import GIVEN_UP, Killer, wait_for_all_parts
from bench.frame.places import running
from bench.frame.post import receiving
from bench.frame.report import Figure, Report

if TYPE_CHECKING:
    from bench.frame.customers import Customers
    from tests.mailserver import MailServer

SUBMISSIONS, SHORT_SUBMISSIONS = 1000, 12
KILLS, SHORT_KILLS = 200, 12
SEED = 20260302
WITHIN = 60.0
"""Seconds until all is done, from the moment the last part is up again."""
CLOCK = "2026-03-02T09:30:00+00:00"
"""The installation's clock: a Monday morning, on which nothing is reminded or overdue."""
SAID_EVERY = 30.0
WRONG = frozenset(
    {
        "refused",
        "lost_submissions",
        "lost_signatures",
        "written_twice",
        "half_written",
        "told_otherwise",
        "unsealed",
        "late",
        "sealed_twice",
        "not_genuine",
        "mails_lost",
        "waiting",
        "need_attention",
        "duplicates_beyond_kills",
    }
)


def run(
    *, short: bool, submissions: int = 0, kills: int = 0, seed: int = SEED, minutes: int = 0
) -> Report:
    """Send, sign and kill; wait until all is quiet; count.

    ``minutes`` ends the work after so long, with what was done by then; 0 for no end.
    """
    wanted = submissions or (SHORT_SUBMISSIONS if short else SUBMISSIONS)
    with receiving() as (mails, at), running(MACD_CLOCK=CLOCK, **at) as installation:
        from bench.frame.customers import Customers
        from bench.frame.idle import wait_until_idle

        wait_until_idle()
        people = Customers(port=installation.port)
        people.prepare(wanted)
        wait_until_idle()
        began = time.monotonic()
        ends_at = began + minutes * 60 if minutes else float("inf")

        def progress() -> float:
            done = (len(people.submitted) + len(people.signed)) / (2 * wanted)
            return max(done, (time.monotonic() - began) / (ends_at - began))

        killer = Killer(
            installation,
            kills=kills or (SHORT_KILLS if short else KILLS),
            progress=progress,
            seed=seed,
        )
        killer.start()
        with _said_now_and_then(people, killer, mails, began):
            people.work(until=lambda: time.monotonic() > ends_at)
        worked = time.monotonic() - began
        killer.ended.set()
        killer.join()
        wait_for_all_parts(installation)
        settled = wait_until_idle(within=GIVEN_UP)
        return _report(people, killer, mails, worked=worked, settled=settled)


class _said_now_and_then(threading.Thread):  # noqa: N801 - reads as a context
    """Prints how far it is, so that a long campaign can be watched."""

    def __init__(
        self, people: "Customers", killer: Killer, mails: "MailServer", began: float
    ) -> None:
        super().__init__(daemon=True)
        self.people, self.killer, self.mails, self.began = people, killer, mails, began
        self.ended = threading.Event()

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_reason: object) -> None:
        self.ended.set()

    def run(self) -> None:
        """Say it every half minute."""
        while not self.ended.wait(SAID_EVERY):
            print(
                f"{time.monotonic() - self.began:6.0f} s  "
                f"sent {len(self.people.submitted)}  signed {len(self.people.signed)}  "
                f"kills {len(self.killer.done)}  mails {self.mails.arrived.total()}  "
                f"asked again {self.people.retried}  refused {len(self.people.refused)}",
                flush=True,
            )


def _report(
    people: "Customers", killer: Killer, mails: "MailServer", *, worked: float, settled: float
) -> Report:
    from bench.frame.signing import not_genuine
    from bench.frame.verdict import documents_wrong, mails_wrong, sealing_times, spread

    submitted = [receipt.number for receipt in people.submitted]
    signed = [receipt.number for receipt in people.signed]
    seconds, late = sealing_times(signed)
    post = mails_wrong({*submitted, *signed}, mails.arrived)
    # A kill of the database between a mail and its mark is a kill of the worker's work too.
    excused = killer.done.count("worker") + killer.done.count("postgres")
    return Report(
        name="crash",
        figures=[
            Figure("all done, once all parts were up", settled, "s", at_most=WITHIN),
            *(
                Figure(f"signature to seal, {share} of 100", value, "s")
                for share, value in spread(seconds).items()
            ),
            Figure("slowest seal", max(seconds, default=0.0), "s"),
            Figure("the work took", worked, "s"),
        ],
        counts={
            "submissions": len(submitted),
            "signatures": len(signed),
            "asked_again": people.retried,
            "refused": len(people.refused),
            "kills": len(killer.done),
            **{f"kills_{part}": killer.done.count(part) for part in sorted(set(killer.done))},
            **documents_wrong(submitted, signed),
            "late": late,
            "not_genuine": not_genuine(signed),
            **post,
            "duplicates_beyond_kills": max(int(post["duplicates"]) - excused, 0),
            "seed": killer.seed,
        },
        wrong=WRONG,
    )
