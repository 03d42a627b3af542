"""What no linter sees: the rules of the house, kept by a machine."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "config", "demo", "finance", "macd", "services", "offices", "accounts", "signing", "outbox",
    "audit", "files", "runtime", "supervisor",
)  # fmt: skip
DOMAIN = ("finance", "macd", "services", "offices", "signing", "files")
LONGEST_MODULE = 300
# Modules whose work is seen only through others, or by Django alone.
SEEN_THROUGH_OTHERS = re.compile(
    r"(/apps|/admin|/urls|/urls/\w+|/models|/models/\w+|config/wsgi|config/settings|/problems)\.py$"
)


def modules(*rooms: str) -> Iterator[Path]:
    """Yield the code of these rooms, without migrations."""
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imported(path: Path) -> frozenset[str]:
    """Return every module and every name in a module that this file imports."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def handed_on(dotted: str) -> Iterator[str]:
    """Yield the module that a name imported from a package comes from."""
    package, _, wanted = dotted.rpartition(".")
    path = ROOT / package.replace(".", "/") / "__init__.py"
    if not package or not path.is_file():
        return
    for node in tree(path).body:
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if wanted in {alias.asname or alias.name for alias in node.names}:
            yield node.module


def test_every_folder_of_code_is_a_room() -> None:
    """A module that nobody placed fails the build."""
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert folders == set(ROOMS)


def test_nothing_is_called_utils() -> None:
    vague = {"utils.py", "util.py", "helpers.py", "helper.py", "misc.py", "common_utils.py"}
    assert [name(path) for path in modules(*ROOMS) if path.name in vague] == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "demo"])
def test_no_module_is_too_long(room: str) -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in modules(room)}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "config"])
def test_there_are_no_signals(room: str) -> None:
    """A step says what it does; nothing happens because something was saved."""
    signals = ("django.dispatch", "django.db.models.signals", "django.db.backends.signals")
    using = [name(path) for path in modules(room) if imported(path) & set(signals)]
    assert using == []


@pytest.mark.parametrize("room", ["macd", "finance", "demo", "templates"])
def test_nobody_compares_kinds(room: str) -> None:
    """A kind answers for itself; see macd/kinds."""
    comparing = [
        f"{name(path)}:{node.lineno}"
        for path in modules(room)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Attribute) and side.attr == "kind"
    ]
    comparing += [
        name(path)
        for path in sorted((ROOT / room).rglob("*.html"))
        if re.search(r"\.kind\s*(==|!=|in\b)", path.read_text())
    ]
    assert comparing == []


@pytest.mark.parametrize("room", DOMAIN)
def test_the_clock_comes_in(room: str) -> None:
    """Only the clock, and the edges that bring it in, ask what time it is."""
    asking = [
        f"{name(path)}:{node.lineno}"
        for path in modules(room)
        if path.name != "tasks.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "timezone"}
    ]
    assert asking == []


def test_pages_hold_no_code_and_no_style_of_their_own() -> None:
    """The content security policy would drop them. Mails and PDFs have their own rules."""
    inline = re.compile(
        r"<style|<script(?![^>]*\bsrc=)(?![^>]*json)|\son\w+\s*=\s*[\"']|\sstyle\s*=", re.IGNORECASE
    )
    pages = [
        path
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if not {"emails", "pdf"} & set(path.relative_to(ROOT / "templates").parts)
    ]
    assert pages
    assert [name(path) for path in pages if inline.search(path.read_text())] == []


def test_an_address_is_used_in_the_block_that_names_it() -> None:
    """In another block it is empty, and the link leads to the page on which it stands."""
    lost = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        blocks = re.findall(r"{% block \w+ %}(.*?){% endblock %}", path.read_text(), re.DOTALL)
        named = [set(re.findall(r" as (\w+_url) %}", block)) for block in blocks]
        lost += [
            f"{path.relative_to(ROOT)}: {each}"
            for block, own in zip(blocks, named, strict=True)
            for each in set().union(*named) - own
            if f"{{{{ {each} }}}}" in block
        ]
    assert lost == []


def test_no_page_fetches_from_elsewhere() -> None:
    elsewhere = re.compile(
        r"<(?:script|img|link|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    )
    fetching = [
        name(path)
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if elsewhere.search(path.read_text())
    ]
    assert fetching == []


def test_nothing_of_others_lies_in_static() -> None:
    foreign = re.compile(r"bootstrap|htmx|jquery|\.min\.", re.IGNORECASE)
    assert [name(path) for path in (ROOT / "static").rglob("*") if foreign.search(path.name)] == []


def test_no_command_looks_at_all_pages_before_it_begins() -> None:
    """Django's checks load them and take longer than most commands; `bin/check` makes them."""
    commands = [path for path in modules(*ROOMS) if path.parent.name == "commands"]
    texts = {name(path): path.read_text() for path in commands if path.name != "__init__.py"}
    assert [path for path, text in texts.items() if "requires_system_checks = ()" not in text] == []


# Stories and documents are tried through what they do: the demonstration and the journeys of
# documents go through their modules without naming each.
NAMED_BY_TESTS = [room for room in ROOMS if room not in {"macd", "demo"}]


@cache
def said_by_tests() -> tuple[set[str], set[str], set[str]]:
    """Return what all tests import, the texts they contain, and the paths of their files."""
    tests = sorted((ROOT / "tests").rglob("*.py"))
    tried = {one for path in tests for one in imported(path)}
    tried |= {home for one in tried for home in handed_on(one)}
    called = {
        node.value
        for path in tests
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return tried, called, {path.relative_to(ROOT / "tests").as_posix() for path in tests}


@pytest.mark.parametrize("room", NAMED_BY_TESTS)
def test_every_module_is_tried_by_a_test(room: str) -> None:
    """The tests of a room mirror its modules, or at least import them."""
    tried, called, mirrored = said_by_tests()
    untried = []
    for path in modules(room):
        if path.name == "__init__.py" or SEEN_THROUGH_OTHERS.search("/" + name(path)):
            continue
        if "commands" in path.parts and path.stem in called:
            continue
        dotted = name(path).removesuffix(".py").replace("/", ".")
        mirror = path.relative_to(ROOT).with_name(f"test_{path.name}").as_posix()
        if dotted not in tried and mirror not in mirrored:
            untried.append(name(path))
    assert untried == []
