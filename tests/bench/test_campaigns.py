"""The short form of each campaign, on one installation that they share."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.crash import CLOCK
from bench.frame.places import AT, bare
from bench.frame.post import PORT
from tests import homes
from tests.installation import ROOT, RunningInstallation, free_port, state_directory

SHORT = {
    "crash": ["submissions=2", "kills=3"],
    "redis_gone": ["seconds=5"],
    "slow_smtp": ["submissions=2"],
    "races": ["rounds=1"],
}
# Run as commands; the suite has no time for them.
TRIED_BY_HAND = {"kill_seal", "database_gone", "rolling_restart", "notified"}


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningInstallation]:
    """A running installation without documents, whose mails go to each campaign in turn."""
    mails = str(free_port())
    with state_directory() as home:
        homes.give(homes.BARE, home)
        at = {"MACD_CLOCK": CLOCK, "EMAIL_URL": f"smtp://127.0.0.1:{mails}"}
        one = bare(home, **at)
        one.environ |= {PORT: mails, AT: str(home)}
        one.start(within=300)
        yield one
        one.stop()


@pytest.mark.parametrize("name", SHORT)
def test_its_short_form_finds_no_fault(shared: RunningInstallation, name: str) -> None:
    """Nothing lost, twice, half written or refused. How long it took is for a quiet machine."""
    sizes = [part for size in SHORT[name] for part in ("--with", size)]
    run = subprocess.run(
        [sys.executable, "-m", "bench", name, "--short", "--json", *sizes],
        cwd=ROOT,
        env=shared.environ,
        capture_output=True,
        text=True,
    )
    assert run.returncode in {0, 1}, run.stdout + run.stderr[-3000:]
    report = json.loads(run.stdout.splitlines()[-1])
    assert report["name"] == name
    assert report["faults"] == {}, run.stdout


def test_every_campaign_has_a_short_form_here() -> None:
    campaigns = {
        path.stem
        for path in Path(ROOT / "bench").glob("*.py")
        if path.read_text().startswith('"""Campaign:')
    }
    assert campaigns - TRIED_BY_HAND == set(SHORT)
