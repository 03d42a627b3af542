"""Documents of 200 and of 1,000 lines: rendered within the renderer's limits, and what they take.

Seconds of computing in the rendering process and the most memory it held, each beside what a page
of that length may take (macd/pdf/renderer.py).
"""

import resource

from bench.frame.places import database
from bench.frame.report import Figure, Report

LINES, SHORT_LINES = (200, 1000), (200,)
KILOBYTE = 1024


def run(*, short: bool) -> Report:
    """Render each in a rendering process of its own, and ask the system what that took."""
    figures: list[Figure] = []
    with database():
        for lines in SHORT_LINES if short else LINES:
            figures += _rendered(lines)
    return Report("long_document", figures)


def _rendered(lines: int) -> list[Figure]:
    from macd.pdf import render_document
    from macd.pdf.page import document_html
    from macd.pdf.renderer import close_renderer, memory_for, seconds_for
    from tests.macd.pdf.inputs import long_document

    made = long_document(lines)
    length = len(document_html(made))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    pdf = render_document(made, canonical=b"{}")
    close_renderer()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    held = after.ru_maxrss * KILOBYTE
    return [
        Figure(f"{lines} lines", spent, "s", at_most=seconds_for(length)),
        Figure(f"{lines} lines, held", held / 1e6, "MB", at_most=memory_for(length) / 1e6),
        Figure(f"{lines} lines, the file", len(pdf) / 1e6, "MB"),
    ]
