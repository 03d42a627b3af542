from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from config import messages


@pytest.fixture(scope="module")
def found() -> Catalog:
    """Every text there is, read once."""
    return messages.collected()


@pytest.fixture
def empty(settings: Any, tmp_path: Path) -> Path:
    """A project that has no translations yet."""
    settings.LOCALE_PATHS = [tmp_path]
    return tmp_path


def test_texts_of_code_and_templates_are_found(found: Catalog) -> None:
    assert "Documents" in found, "in code"
    assert any(location[0].startswith("templates/") for m in found for location in m.locations)


def test_each_language_gets_a_file_and_what_misses_is_named(empty: Path, found: Catalog) -> None:
    messages.update(found)
    written = sorted(path.parts[-3] for path in empty.glob("*/LC_MESSAGES/django.po"))
    assert written == ["de", "fr", "nl"]
    assert "nl: not translated: 'Documents'" in messages.problems(found)


def test_a_lost_placeholder_is_a_problem(empty: Path, found: Catalog) -> None:
    messages.update(found)
    catalogue = messages.stored("nl")
    # The shortest: a long one would be written over several lines.
    template = min(
        (m for m in catalogue if isinstance(m.id, str) and "%(number)s" in m.id),
        key=lambda m: len(m.id),
    )
    path = messages.catalogue_path("nl")
    text = path.read_text()
    line = f'msgid "{template.id}"\nmsgstr ""'
    assert line in text
    path.write_text(text.replace(line, f'msgid "{template.id}"\nmsgstr "niets"'))
    assert f"nl: %(number) is not in both: {template.id!r}" in messages.problems(found)


def test_what_is_gone_is_taken_out(empty: Path, found: Catalog) -> None:
    path = messages.catalogue_path("fr")
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr ""\n\nmsgid "a text of long ago"\nmsgstr "vieux"\n')
    messages.update(found)
    assert "long ago" not in path.read_text()
