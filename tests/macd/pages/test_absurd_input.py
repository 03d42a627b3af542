"""Promise 13: whatever is typed into a form or an address, the answer is no fault of ours."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from macd.policy.pages import PAGES
from tests.macd.forms_of import written_forms
from tests.macd.pages.test_access_matrix import Matrix, address, states_of

# As far as days go: what takes it has to count with it on the pages that follow.
FAR = "2099-12-31"
# The last day of all, after which nothing can be counted.
LAST = "9999-12-31"
ABSURD = (
    "",
    "a\x00b",
    "half a character: \ud83d",
    "ß" * 10_000,
    str(2**63),
    "-1",
    "NaN",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    FAR,
    "<script>alert(1)</script>{{ 7|add:7 }}",
    "\u202e\u200bمرحبا",
)
# Names that addresses of ours read behind their question mark; more do no harm.
ASKED = (
    "q", "as_of", "queue", "after", "before", "page", "cursor", "office", "service", "kind", "next",
    "customer", "status", "from", "to", "month", "week", "day", "sort", "show", "region", "format",
)  # fmt: skip
ROLES = (
    "requester", "signatory", "company_administrator", "manager", "operations", "finance",
    "administrator", "",
)  # fmt: skip
READERS = ("requester", "manager", "operations", "administrator")
TURNS = 3
# The server takes no longer line of a request than 4,094 characters; each of these is six there.
LONGEST_ASKED = 200
NOT_TYPED = {"csrfmiddlewaretoken"}


@dataclass
class Form:
    """A form of a page: where it goes, and what it holds."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Finds the forms of a page that write something."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.found = url, []
        self.open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form" and facts.get("method", "").lower() == "post":
            self.open = Form(facts.get("action") or self.url)
            self.found.append(self.open)
        elif self.open and facts.get("name") and facts["name"] not in NOT_TYPED:
            self.open.values.setdefault(facts["name"], facts.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def pages(matrix: Matrix) -> Iterator[tuple[str, str]]:
    """Every address that can be looked at, with its name, for a thing in each state."""
    for name, page in sorted(PAGES.items()):
        if "GET" in page.methods and name != "account_logout":
            for state in states_of(page.who):
                url = address(matrix, name, state)
                if url:
                    yield name, url


def absurd(names: Iterable[str], turn: int) -> dict[str, str]:
    """Something absurd for each name, something else for each at the next turn."""
    return {
        name: ABSURD[(index + turn * len(ABSURD) // TURNS) % len(ABSURD)]
        for index, name in enumerate(sorted(names))
    }


@pytest.fixture(scope="module")
def read_before() -> set[str]:
    """The names of the pages that somebody has opened already."""
    return set()


def test_no_form_breaks(matrix):
    """Each form of each page, filled with what no one would type; what is hidden in it, too."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for role in ROLES:
        for _name, url in pages(matrix):
            for form in forms_of(matrix, role, url):
                shape = (name_of(form.action), frozenset(form.values))
                if not shape[0] or shape in seen:
                    continue
                seen.add(shape)
                for values in fillings(form):
                    status = send(matrix.client(role), form.action, values)
                    assert status < 500, (role, url, form.action, values)
    assert len(seen) > 20


@pytest.mark.parametrize("role", READERS)
def test_no_address_breaks(matrix, role, read_before):
    """Each page that somebody may open, asked for with words that mean nothing.

    Whoever opens it first asks in each turn, and for the last day of all wherever a page asks;
    who comes after them in one turn.
    """
    opened: set[str] = set()
    for number, (name, url) in enumerate(pages(matrix)):
        turns = [number % TURNS] if name in read_before else [*range(TURNS), TURNS]
        if name not in opened and all(opens(matrix, role, url, turn) for turn in turns):
            opened.add(name)
    assert len(opened) > 20
    read_before |= opened


def opens(matrix: Matrix, role: str, url: str, turn: int) -> bool:
    """Whether a page is there for somebody who asks for it with something absurd."""
    values = (absurd(ASKED, turn) if turn < TURNS else dict.fromkeys(ASKED, LAST)).items()
    asked = {name: value.replace("\ud83d", "")[:LONGEST_ASKED] for name, value in values}
    with transaction.atomic():
        status = matrix.client(role).get(url, asked).status_code
        transaction.set_rollback(True)
    assert status < 500, (url, asked)
    return status in (200, 400, 422)


def fillings(form: Form) -> Iterator[dict[str, str]]:
    """All of it absurd, what is hidden in it, too; then only what somebody would type.

    At last everything is a day, so that each field for one takes it.
    """
    yield absurd(form.values, 0)
    kept = {name: old for name, old in form.values.items() if old}
    for turn in range(TURNS):
        yield absurd(form.values, turn) | kept
    yield dict.fromkeys(form.values, FAR) | {n: old for n, old in kept.items() if not _day(old)}


def forms_of(matrix: Matrix, role: str, url: str) -> list[Form]:
    """The forms that somebody finds on a page."""
    found = Forms(url)
    found.feed(written_forms(matrix.read(role, url).html))
    return found.found


def name_of(action: str) -> str:
    """The name of the address that a form goes to; empty for none of ours."""
    try:
        match = resolve(action.split("?", maxsplit=1)[0])
    except Resolver404:
        return ""
    return match.view_name


def send(client: Client, action: str, values: dict[str, str]) -> int:
    """Send a form, URL-encoded as half a character can only come, and undo what it wrote.

    Where it was taken, the page that follows is read as well.
    """
    parts = (f"{name}={_encoded(value)}" for name, value in values.items())
    with transaction.atomic():
        answer = client.post(
            action, "&".join(parts), content_type="application/x-www-form-urlencoded"
        )
        status = answer.status_code
        if status == 302 and answer.url.startswith("/"):
            status = client.get(answer.url).status_code
        transaction.set_rollback(True)
    return status


def _day(value: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def _encoded(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass"))
