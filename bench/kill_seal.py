"""Campaign: the worker is killed between signature and seal; each document is sealed once.

Rounds of documents are signed; at a random moment before they are sealed, `kill -9` ends the
worker with all its children. Counted from the kill, everything must be sealed within a minute.
"""

import contextlib
import os
import random
import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.frame.clock import percentile
from bench.frame.places import running
from bench.frame.report import Figure, Report
from tests.installation import RunningInstallation, alive

if TYPE_CHECKING:
    from bench.frame.signing import Office

KILLS, SHORT_KILLS = 50, 2
TOGETHER = 2
"""Documents signed before each kill: one for each of the worker's children."""
WITHIN = 60.0
GIVEN_UP = 180.0
UNDISTURBED = 5
MOST_TRIES = 4
"""Rounds for each kill that is wanted: often the seal is there before the kill."""
SEED = 20260302


@dataclass
class Round:
    """What one kill met: seconds from signature and from kill until each document was sealed."""

    killed_after: float
    unsealed_at_kill: int
    since_signature: list[float] = field(default_factory=list)
    since_kill: list[float] = field(default_factory=list)


def run(*, short: bool) -> Report:
    """Kill until the wanted number of kills met an unsealed document."""
    chance = random.Random(SEED)
    kills = SHORT_KILLS if short else KILLS
    with running() as installation:
        from bench.frame.signing import Office

        office = Office()
        office.wait_until_idle()
        _undisturbed(office)
        horizon = percentile([_undisturbed(office) for _ in range(UNDISTURBED)], 50)
        rounds: list[Round] = []
        tried = 0
        while len(rounds) < kills and tried < kills * MOST_TRIES:
            tried += 1
            one = _round(installation, office, chance.uniform(0, horizon))
            if one.unsealed_at_kill:
                rounds.append(one)
        return _report(office, rounds, horizon)


def _undisturbed(office: "Office") -> float:
    """Return how long sealing takes when nobody kills anything."""
    began = time.monotonic()
    document = office.sign()
    _wait_until_sealed(office, {document: began})
    return time.monotonic() - began


def _round(installation: RunningInstallation, office: "Office", pause: float) -> Round:
    _wait_for_worker(installation, old=0)
    signed = {office.sign(): time.monotonic() for _ in range(TOGETHER)}
    time.sleep(pause)
    worker = installation.pids()["worker"]
    open_ones = office.unsealed(signed)
    killed_at = time.monotonic()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker, signal.SIGKILL)
    one = Round(killed_after=pause, unsealed_at_kill=len(open_ones))
    sealed = _wait_until_sealed(office, signed)
    for document, began in signed.items():
        one.since_signature.append(sealed[document] - began)
        if document in open_ones:
            one.since_kill.append(sealed[document] - killed_at)
    _wait_for_worker(installation, old=worker)
    return one


def _wait_until_sealed(office: "Office", signed: dict[str, float]) -> dict[str, float]:
    sealed: dict[str, float] = {}
    deadline = time.monotonic() + GIVEN_UP
    while len(sealed) < len(signed):
        waiting = [number for number in signed if number not in sealed]
        still = office.unsealed(waiting)
        now = time.monotonic()
        sealed |= dict.fromkeys(set(waiting) - set(still), now)
        if now > deadline:
            return sealed | dict.fromkeys(still, float("inf"))
        time.sleep(0.05)
    return sealed


def _wait_for_worker(installation: RunningInstallation, *, old: int) -> None:
    deadline = time.monotonic() + GIVEN_UP
    while time.monotonic() < deadline:
        pid = installation.pids().get("worker", 0)
        if pid not in {0, old} and alive(pid):
            return
        time.sleep(0.1)
    raise RuntimeError("The worker was not started again.")


def _report(office: "Office", rounds: list[Round], horizon: float) -> Report:
    since_kill = [each for one in rounds for each in one.since_kill]
    since_signature = [each for one in rounds for each in one.since_signature]
    standing = office.standing()
    return Report(
        name="kill_seal",
        figures=[
            Figure("slowest, from the kill", max(since_kill), "s", at_most=WITHIN),
            Figure("slowest, from the signature", max(since_signature), "s"),
            Figure("undisturbed", horizon, "s"),
        ],
        counts={
            "submissions": len(office.numbers),
            "kills": len(rounds),
            "unsealed_when_killed": sum(one.unsealed_at_kill for one in rounds),
            "sealed": standing.once,
            "unsealed": standing.never,
            "duplicates": standing.twice,
            "not_genuine": standing.not_genuine,
            "delivery_not_started_once": standing.wrong_starts,
            "late": sum(each > WITHIN for each in since_kill),
            "seed": SEED,
        },
        wrong=frozenset(
            {"unsealed", "duplicates", "not_genuine", "delivery_not_started_once", "late"}
        ),
    )
