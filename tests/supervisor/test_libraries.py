from pathlib import Path

import pytest

from supervisor import libraries


@pytest.fixture
def without_libraries(monkeypatch) -> None:
    """A machine that has none of them."""
    monkeypatch.setattr(libraries, "_present", lambda: False)
    monkeypatch.setattr(libraries, "_loads", lambda name: False)


def unpacked(home: Path) -> Path:
    folder = home / "libraries" / "usr" / "lib" / "x86_64-linux-gnu"
    folder.mkdir(parents=True)
    for name in libraries.NEEDED:
        (folder / name).touch()
    return folder


def test_fonts_are_ours_alone(tmp_path: Path) -> None:
    libraries.write_fonts(tmp_path)
    written = (tmp_path / "fonts" / "fonts.conf").read_text()
    assert written.count("<dir>") == 1
    fonts = Path(written.split("<dir>")[1].split("</dir>")[0])
    assert (fonts / "SourceSansPro-Regular.ttf").is_file()
    assert libraries.environ(tmp_path)["FONTCONFIG_FILE"] == str(tmp_path / "fonts" / "fonts.conf")


@pytest.mark.usefixtures("without_libraries")
def test_unpacked_libraries_are_found_before_others(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/given")
    assert "LD_LIBRARY_PATH" not in libraries.environ(tmp_path)
    folder = unpacked(tmp_path)
    assert libraries.environ(tmp_path)["LD_LIBRARY_PATH"] == f"{folder}:/given"


@pytest.mark.usefixtures("without_libraries")
def test_half_of_them_is_none(tmp_path: Path) -> None:
    (unpacked(tmp_path) / libraries.NEEDED[1]).unlink()
    assert "LD_LIBRARY_PATH" not in libraries.environ(tmp_path)


@pytest.mark.usefixtures("without_libraries")
def test_where_they_cannot_be_had_the_command_is_named(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(libraries, "_install", lambda: False)
    monkeypatch.setattr(libraries, "_unpack", lambda folder: False)
    libraries.prepare(tmp_path)
    assert libraries.BY_HAND in capsys.readouterr().err


def test_a_failed_fetch_leaves_nothing_behind(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert libraries._unpack(tmp_path / "libraries") is False
    assert list(tmp_path.iterdir()) == []
