"""The texts of the code in their languages: collected into locale/, and checked to be complete.

``python -m config.messages`` writes what is new into the catalogues; ``--check`` says what misses.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "accounts", "audit", "config", "demo", "files", "finance", "macd", "offices", "outbox",
    "services", "signing",
)  # fmt: skip
LANGUAGES = ("nl", "fr", "de")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# Translations of MACD.\n"


def collected() -> Catalog:
    """Every text of the code and the templates."""
    catalogue = Catalog(project="MACD", charset="utf-8")
    for name, source in _sources():
        found = extract(
            "python", io.BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=["Translators:"]
        )
        for _line, text, comments, context in found:
            catalogue.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalogue


def _sources() -> Iterator[tuple[str, str]]:
    """Python as it stands; templates as the Python that asks for the same texts."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            name = str(path.relative_to(ROOT))
            python = templatize(path.read_text(encoding="utf-8"), origin=name)
            # The template's indentation means nothing, and would confuse a reader of Python.
            yield name, "\n".join(line.strip() for line in python.splitlines())


def catalogue_path(language: str) -> Path:
    """Where a language's texts stand."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def stored(language: str) -> Catalog:
    """What is translated already; nothing where the language has no file yet."""
    path = catalogue_path(language)
    if not path.is_file():
        return Catalog(locale=language, header_comment=HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(found: Catalog) -> None:
    """Write new texts into each language's file and take out those that are gone."""
    for language in LANGUAGES:
        catalogue = stored(language)
        catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, no_location=True)


def problems(found: Catalog) -> list[str]:
    """What misses, is fuzzy, or drops a placeholder, a line for each."""
    told: list[str] = []
    for language in LANGUAGES:
        catalogue = stored(language)
        for message in found:
            if message.id:
                told += [f"{language}: {what}" for what in _wrong(message, catalogue)]
    return told


def _wrong(message: Message, catalogue: Catalog) -> Iterator[str]:
    translated = catalogue.get(_key(message), message.context)
    text = _key(message)
    if translated is None or not _whole(translated):
        yield f"not translated: {text!r}"
        return
    if translated.fuzzy:
        yield f"fuzzy: {text!r}"
    if isinstance(message.id, str) and isinstance(translated.string, str):
        for name in sorted(_placeholders(message.id) ^ _placeholders(translated.string)):
            yield f"{name} is not in both: {text!r}"
    for error in translated.check(catalogue):
        yield f"{error}: {text!r}"


def _placeholders(text: str) -> set[str]:
    """Return the names that values are put in for; Babel does not mind when one is lost."""
    return set(re.findall(r"%\(\w+\)|\{\w+\}", text))


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def _whole(message: Message) -> bool:
    string = message.string
    return all(string) if isinstance(string, tuple | list) else bool(string)


def main(arguments: list[str]) -> int:
    """Update the catalogues, or check them."""
    if "--check" not in arguments:
        update(collected())
        return 0
    told = problems(collected())
    for line in told:
        print(line)
    return 1 if told else 0


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(main(sys.argv[1:]))
