"""The document's page: render input in, one HTML text with everything it needs out."""

from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from macd.pdf.presentation import present


def document_html(render_input: dict[str, Any]) -> str:
    """Return the HTML of a document in its own language. Raises KeyError for a missing part."""
    with translation.override(render_input["language"]):
        context = present(render_input)
        if render_input["preview"]:
            context["watermark"] = _watermark(_("Preview — not signed"))
        return render_to_string("pdf/document.html", context)


def _watermark(text: str) -> str:
    """Return a drawing for the background of every page, as a data address.

    Across a page of 210 by 297 mm there are 300 mm; a letter is about half as wide as high.
    """
    size = min(22, 300 * 2 // (len(text) + 2))
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm"'
        ' viewBox="0 0 210 297">'
        '<text x="105" y="150" transform="rotate(-52 105 150)" text-anchor="middle"'
        f' font-family="Source Sans Pro" font-weight="600" font-size="{size}" fill="#f1e3dc">'
        f"{escape(text)}</text></svg>"
    )
    return f"data:image/svg+xml,{quote(drawing)}"
