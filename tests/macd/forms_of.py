"""Reads the forms of a page as a browser does, and fills them in without knowing what they ask."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ANSWERS = {
    "date": "2026-05-04",
    "email": "somebody@customer.example",
    "number": "1",
    "tel": "+32470123456",
    "time": "09:00",
    "url": "https://example.com/",
    "checkbox": "",
}
BY_NAME = {"url": "https://203.0.113.9/in", "enterprise_number": "0403170701", "country": "BE"}
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
LEFT_ALONE = {"submit", "button", "reset", "image"}


@dataclass
class Form:
    """One form that posts: where to, what a browser would send, and its buttons."""

    action: str
    values: dict[str, Any] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key under which it writes once; empty where it has none."""
        return str(self.values.get("idempotency_key", ""))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.list = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and found.get("method", "").lower() == "post":
            self.form = Form(found.get("action", ""))
            self.forms.append(self.form)
        elif self.form is not None:
            self._field(self.form, tag, found)

    def _field(self, form: Form, tag: str, found: dict[str, str]) -> None:
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "button" and kind in {"submit", "text"}:
            form.buttons.append((name, found.get("value", "")))
        elif tag == "textarea" and name:
            self.text = name
            form.values.setdefault(name, "Words")
        elif tag == "select" and name:
            self.list = name
        elif tag == "option" and self.list and found.get("value"):
            if "selected" in found:
                form.values[self.list] = found["value"]
            form.values.setdefault(self.list, found["value"])
        elif tag == "input" and name:
            self._input(form, name, kind, found)

    def _input(self, form: Form, name: str, kind: str, found: dict[str, str]) -> None:
        value = found.get("value", "")
        if kind in {"submit", "image"}:
            form.buttons.append((name, value))
        elif kind == "file":
            form.values[name] = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
        elif kind in {"radio", "checkbox"}:
            form.values.setdefault(name, value or "on")
        elif kind not in LEFT_ALONE:
            usual = BY_NAME.get(name, ANSWERS.get(kind, "Words"))
            form.values[name] = value or ("" if kind == "hidden" else usual)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select":
            self.list = ""
        if tag == "textarea":
            self.text = ""

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.text and data.strip():
            self.form.values[self.text] = data.strip()


def forms_of(page: bytes) -> list[Form]:
    """Every form of a page that posts, filled in."""
    reader = _Reader()
    reader.feed(written_forms(page))
    return reader.forms


def written_forms(page: bytes) -> str:
    """The forms of a page as they are written; what lies between takes most of the reading."""
    return "".join(FORM.findall(page.decode()))
