import os
import stat
import sys
from pathlib import Path

import pytest

from supervisor import environment
from supervisor.problems import CannotStart


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch) -> Path:
    """An environment that is not ours."""
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "venv" / "bin" / "python")
    return tmp_path / "venv"


def test_the_environment_that_runs_this_is_current(monkeypatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("nothing is to be made or installed")

    monkeypatch.setattr(environment, "_make", never)
    monkeypatch.setattr(environment, "_install", never)
    assert environment.prepare(development=True) == environment.PYTHON
    assert environment.prepare() == environment.PYTHON


def test_what_is_compiled_is_kept_for_the_next_start(monkeypatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment.prepare(development=True)
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ


def test_it_is_made_anew_when_the_requirements_change(tmp_path: Path, monkeypatch) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("one==1\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    keys = [environment._key(development=False), environment._key(development=True)]
    (tmp_path / "requirements-dev.txt").write_text("one==2\n")
    assert environment._key(development=False) == keys[0], "running does not need these"
    assert environment._key(development=True) != keys[1]


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_other_pythons_are_refused(version: tuple[int, int, int], monkeypatch) -> None:
    monkeypatch.setattr(environment.sys, "version_info", version)
    with pytest.raises(CannotStart, match=r"3\.11 to 3\.13"):
        environment.prepare()


def test_a_python_that_cannot_make_environments_is_told_how(elsewhere: Path, monkeypatch) -> None:
    broken = elsewhere.with_name("python-without-venv")
    broken.write_text("#!/bin/sh\necho ensurepip is not available\nexit 1\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(environment.sys, "executable", str(broken))
    with pytest.raises(CannotStart, match=r"apt-get install python3-venv\nensurepip is not"):
        environment._make()
    assert not elsewhere.exists()


@pytest.mark.parametrize("version", ["22.2.1", "", "old"])
def test_without_a_pip_that_can_one_is_put_into_the_environment(
    elsewhere: Path, version: str, monkeypatch
) -> None:
    def here(_name: str) -> str:
        if not version:
            raise environment.metadata.PackageNotFoundError
        return version

    monkeypatch.setattr(environment.metadata, "version", here)
    (elsewhere / "bin").mkdir(parents=True)
    environment.PYTHON.write_text('#!/bin/sh\necho "$@" >> "$0.asked"\n')
    environment.PYTHON.chmod(0o755)
    assert environment._pip() == [str(environment.PYTHON), "-m", "pip"]
    assert environment.PYTHON.with_name("python.asked").read_text() == "-m ensurepip\n"
    environment.PYTHON.write_text("#!/bin/sh\necho no ensurepip\nexit 1\n")
    with pytest.raises(CannotStart, match=r"apt-get install python3-venv\nno ensurepip"):
        environment._pip()


def test_a_pip_that_can_installs_into_the_environment(elsewhere: Path, monkeypatch) -> None:
    monkeypatch.setattr(environment.metadata, "version", lambda _name: "22.3")
    assert environment._pip() == [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(elsewhere / "bin/python"),
    ]


def test_our_own_environment_works() -> None:
    assert environment._works() is True


def test_an_environment_of_another_python_does_not_count(elsewhere: Path) -> None:
    assert environment._works() is False
    other = elsewhere / "bin" / "python"
    other.parent.mkdir(parents=True)
    other.write_text("#!/bin/sh\necho '(3, 9, 1)'\n")
    other.chmod(0o755)
    assert environment._works() is False


def test_packages_that_cannot_be_had_stop_the_start(
    elsewhere: Path, tmp_path: Path, monkeypatch
) -> None:
    (elsewhere / "bin").mkdir(parents=True)
    (elsewhere / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    (elsewhere / "bin" / "python").chmod(0o755)
    monkeypatch.setattr(environment.metadata, "version", lambda _name: "23.0.1")
    with pytest.raises(CannotStart, match="could not be installed"):
        environment._install(development=False)
    assert not environment._is_current(development=False)
