"""`bin/bench` finds its benchmarks by their files and refuses others."""

import re
from pathlib import Path

import pytest

import bench.__main__ as command


def test_every_module_of_the_room_is_a_benchmark_that_says_what_it_measures() -> None:
    assert "kill_seal" in command.names()
    for name in command.names():
        code = (Path(command.__file__).parent / f"{name}.py").read_text()
        assert code.startswith('"""'), name
        assert re.search(r"\ndef run\(\s*\*, short: bool[^)]*\) -> Report:", code), name


def test_an_unknown_name_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["no_such_benchmark"])
    assert left.value.code == 2
    assert "kill_seal" in capsys.readouterr().err


def test_an_unknown_size_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["crash", "--with", "colour=3", "--with", "short=1"]) == 2
    assert "crash takes no colour, short." in capsys.readouterr().err
