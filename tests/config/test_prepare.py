import gettext
import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config import prepare

CATALOGUE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "office"
msgstr "{}"
"""


def test_translations_are_compiled_when_they_are_newer(settings: Any, tmp_path: Path) -> None:
    source = tmp_path / "nl" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]

    def office() -> str:
        with source.with_suffix(".mo").open("rb") as compiled:
            return gettext.GNUTranslations(compiled).gettext("office")

    source.write_text(CATALOGUE.format("vestiging"))
    prepare.compile_messages()
    assert office() == "vestiging"
    source.write_text(CATALOGUE.format("kantoor"))
    os.utime(source, (1, 1))
    prepare.compile_messages()
    assert office() == "vestiging", "older texts are not compiled again"
    os.utime(source)
    prepare.compile_messages()
    assert office() == "kantoor"


def test_texts_are_compiled_before_anything_is_told_in_them(monkeypatch) -> None:
    """A process reads a language once: what is kept in four languages would stay English."""
    done: list[str] = []
    monkeypatch.setattr("django.setup", lambda: None)
    for part in ("migrate", "compile_messages", "collect_static", "load_demo"):
        monkeypatch.setattr(prepare, part, lambda part=part: done.append(part))
    monkeypatch.setattr(prepare, "meanwhile", lambda work: nullcontext(work()))
    assert prepare.main() == 0
    assert done == ["compile_messages", "collect_static", "migrate", "load_demo"]


@pytest.mark.filterwarnings("ignore:.*fork")
def test_what_is_done_meanwhile_is_done_at_the_end(tmp_path: Path) -> None:
    with prepare.meanwhile((tmp_path / "done").touch):
        pass
    assert (tmp_path / "done").is_file()
    with pytest.raises(CommandError, match="failed"), prepare.meanwhile((tmp_path / "no").rmdir):
        pass


@pytest.mark.django_db(databases=["owner"])
def test_a_database_with_half_of_what_was_folded_is_refused() -> None:
    """One that had all of it, or none, goes on."""
    recorder = MigrationRecorder(connections["owner"])
    tables, wall = MigrationLoader(None).disk_migrations["files", "0001_folded"].replaces
    prepare.refuse_half_of_what_was_folded()
    recorder.record_unapplied(*wall)
    with pytest.raises(CommandError, match=r"lacks files\.0002_wall"):
        prepare.refuse_half_of_what_was_folded()
    recorder.record_unapplied(*tables)
    prepare.refuse_half_of_what_was_folded()


def test_static_files_are_collected_once(settings: Any, tmp_path: Path, capsys) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    prepare.collect_static()
    assert (tmp_path / "static" / "vendor" / "bootstrap" / "css" / "bootstrap.min.css").is_file()
    assert "Collecting" in capsys.readouterr().out
    prepare.collect_static()
    assert capsys.readouterr().out == ""


def test_the_demonstration_is_loaded_once(settings: Any, tmp_path: Path, monkeypatch) -> None:
    settings.MACD_HOME = tmp_path
    called: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: called.append(name))
    monkeypatch.setattr(prepare, "get_commands", lambda: {"seed_demo": "demo"})
    prepare.load_demo()
    prepare.load_demo()
    assert called == ["seed_demo"]


def test_interrupted_it_ends_without_a_traceback(monkeypatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(prepare.django, "setup", interrupt)
    assert prepare.main() == prepare.INTERRUPTED
