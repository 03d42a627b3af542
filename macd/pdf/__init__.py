"""Documents as PDF: the same data give the same bytes."""

import hashlib
from typing import Any

from macd.pdf.page import document_html
from macd.pdf.renderer import AttachedFile, RenderFailed, render_html

__all__ = ["RenderFailed", "render_document", "render_html"]


def render_document(render_input: dict[str, Any], *, canonical: bytes) -> bytes:
    """Return the document as PDF/A-3a and PDF/UA-1, its canonical JSON attached.

    The same render input, canonical bytes and release give the same PDF. Raises RenderFailed for
    data that cannot be rendered, or not within the renderer's limits.
    """
    try:
        html = document_html(render_input)
        name = f"{render_input['number']}-v{render_input['version']}.json"
        created = render_input["generated_at"]
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise RenderFailed(f"the data are incomplete: {error!r}") from error
    identifier = hashlib.sha256(html.encode(errors="surrogatepass") + canonical).hexdigest()
    attached = AttachedFile(name=name, description="Canonical content", content=canonical)
    return render_html(html, attachments=[attached], identifier=identifier[:32], created=created)
