import json
import os
import subprocess
import sys
import time
from pathlib import Path

from supervisor.commands import beside_each_other, speak, under_test
from supervisor.places import ROOT
from supervisor.problems import CannotStart
from tests.installation import OWN_PARTS, alive


def test_a_reason_is_printed_and_not_a_traceback(capsys) -> None:
    def refuse(arguments: list[str]) -> int:
        raise CannotStart("install this")

    assert speak(refuse) == 2
    assert capsys.readouterr().err == "install this\n"


def test_an_interrupted_command_ends_quietly(capsys) -> None:
    def interrupted(arguments: list[str]) -> int:
        raise KeyboardInterrupt

    assert speak(interrupted) == 130
    assert capsys.readouterr().err == ""


def test_asked_to_stop_a_command_stops_what_it_started(home: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in OWN_PARTS}
    command = subprocess.Popen(
        [
            sys.executable,
            str(ROOT / "bin" / "manage"),
            "shell",
            "-c",
            "import time; time.sleep(60)",
        ],
        env=environ | {"MACD_HOME": str(home)},
    )
    register = home / "run" / "processes.json"
    while not register.is_file() or '"broker"' not in register.read_text():
        assert command.poll() is None
        time.sleep(0.05)
    pids = [one["pid"] for one in json.loads(register.read_text())]
    command.terminate()
    assert command.wait(timeout=30) == 130
    assert not any(alive(pid) for pid in pids)


def test_run_takes_no_arguments() -> None:
    said = subprocess.run(
        [sys.executable, str(ROOT / "bin" / "run"), "--help"], capture_output=True, text=True
    )
    assert said.returncode == 2
    assert "MACD_HOME" in said.stdout


def test_the_supervisor_needs_nothing_but_the_standard_library() -> None:
    code = "import supervisor.commands, supervisor.run"
    said = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr


def test_the_tests_have_a_database_and_roles_of_their_own() -> None:
    owner = under_test("postgresql://boss:secret@db:5433/macd?sslmode=require")
    assert owner == "postgresql://boss:secret@db:5433/test_macd?sslmode=require"
    application = under_test("postgresql://macd_app@/macd?host=/run/db")
    assert application == "postgresql://test_macd_app@/test_macd?host=/run/db"


def test_the_whole_suite_runs_beside_itself_and_a_part_does_not(monkeypatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert beside_each_other(["-q", "--durations=5"]) == ["-n2", "--dist=loadscope"]
    assert beside_each_other(["tests/macd", "-q"]) == []
    assert beside_each_other(["-k", "sign"]) == []
    assert beside_each_other(["-n8"]) == []
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert beside_each_other([]) == ["-n4", "--dist=loadscope"]
