"""Reading pages and sending their forms as a browser would."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

# A request inside a test's own transaction costs these more: a savepoint, and putting back whose
# wall it was in.
NESTED = 4


class Page(HTMLParser):
    """The fields of the forms of a page, its hooks, links and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}
        self.hooks: dict[str, dict[str, str | None]] = {}
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.words: list[str] = []
        self._area: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if hook := facts.get("data-testid"):
            self.hooks[hook] = facts
        if name := facts.get("id"):
            assert name not in self.ids, f"two elements of this page are called {name}"
            self.ids.add(name)
        if tag == "a" and "href" in facts:
            assert facts["href"], f"a link of this page leads back to it: {facts}"
            self.links.append(str(facts["href"]))
        self._field(tag, facts)

    def _field(self, tag: str, facts: dict[str, str | None]) -> None:
        name = facts.get("name")
        if tag == "input" and name:
            ticked = facts.get("type") not in ("radio", "checkbox") or "checked" in facts
            if ticked and not (name in self.fields and facts.get("type") == "hidden"):
                self.fields[name] = facts.get("value") or ""
        elif tag == "textarea" and name:
            self._area, self.fields[name] = name, ""
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and "selected" in facts:
            self.fields[self._select] = facts.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A line break right after the tag is not part of the text.
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data
        self.words.append(data)

    @property
    def text(self) -> str:
        """What is read, with single spaces."""
        return " ".join(" ".join(self.words).split())


def page_of(response: HttpResponse) -> Page:
    """The page that was answered."""
    return Page(response.content.decode())


def send(client: Client, url: str, **values: Any) -> HttpResponse:
    """Open a page and send its form with some values changed, as a person does."""
    fields = page_of(client.get(url)).fields
    return client.post(url, {**fields, **values})
