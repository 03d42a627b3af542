"""The content security policy under which a stored mail's HTML is shown."""

import base64
import hashlib
from html.parser import HTMLParser


def policy_for(html: str) -> str:
    """Return a policy that allows the mail's own styles, by their hashes, and embedded images.

    No script, form, frame or request of a mail ever works; its links do.
    """
    finder = _Styles()
    finder.feed(html)
    finder.close()
    hashes = sorted({_source(style) for style in finder.found})
    styles = " ".join(["'unsafe-hashes'", *hashes]) if hashes else "'none'"
    return (
        f"default-src 'none'; img-src data:; style-src {styles}; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none';"
        " sandbox allow-popups allow-popups-to-escape-sandbox"
    )


def _source(style: str) -> str:
    digest = hashlib.sha256(style.encode("utf-8", "replace")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class _Styles(HTMLParser):
    """Collects style attributes and the contents of style elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "style"
        self.found.extend(value for name, value in attrs if name == "style" and value)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)
