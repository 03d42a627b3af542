import sys
from pathlib import Path

from supervisor.problems import CannotStart
from supervisor.processes import Process
from supervisor.watch import LONGEST, SETTLED, Watched, again


def dead(tmp_path: Path) -> Process:
    one = Process(name="web", command=[sys.executable, "-c", "pass"], log=tmp_path / "web.log")
    one.start()
    one.wait()
    return one


def test_the_living_are_left_alone(tmp_path: Path) -> None:
    one = Process(
        name="web", command=[sys.executable, "-c", "import time; time.sleep(30)"],
        log=tmp_path / "web.log",
    )  # fmt: skip
    one.start()
    said: list[str] = []
    assert Watched(one, again(one)).look(now=0, say=said.append) is False
    assert said == []
    one.ask_to_stop()
    one.wait()


def test_each_death_makes_it_wait_twice_as_long(tmp_path: Path) -> None:
    one = dead(tmp_path)
    watched = Watched(one, again(one), started_at=0)
    said: list[str] = []
    now, waits = 1.0, []
    for _ in range(9):
        assert not watched.look(now=now, say=said.append)
        assert watched.due_at is not None
        waits.append(watched.due_at - now)
        now = watched.due_at
        assert watched.look(now=now, say=said.append)
        one.wait()
    assert waits == [0.5, 1, 2, 4, 8, LONGEST, LONGEST, LONGEST, LONGEST]
    assert len(said) == 9
    assert "web.log" in said[0]


def test_one_that_had_settled_starts_at_once_again(tmp_path: Path) -> None:
    one = dead(tmp_path)
    watched = Watched(one, again(one), started_at=0, wait=LONGEST)
    watched.look(now=SETTLED + 1, say=print)
    assert watched.due_at == SETTLED + 1.5


def test_a_part_that_cannot_start_is_tried_again_later(tmp_path: Path) -> None:
    one = dead(tmp_path)
    tries = []

    def start() -> Process:
        tries.append(1)
        if len(tries) == 1:
            raise CannotStart("not yet")
        return one

    watched, said = Watched(one, start, started_at=0), []
    watched.look(now=1, say=said.append)
    assert watched.look(now=1.5, say=said.append) is False
    assert said[-1] == "not yet"
    assert watched.look(now=2, say=said.append) is False, "it waits"
    assert watched.look(now=2.6, say=said.append) is True
