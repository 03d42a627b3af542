"""Spans of time as an SVG draws them: geometry only; a table beside it says the same.

Across in percent of whatever width the page has, down in pixels: on a phone as on a screen all
years are in sight, and letters keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from macd.views.shown.bars import rounded

ROW, HEAD, FOOT = 44, 24, 22
THICK, NAME = 14, 15
MOST_YEARS, MOST_NARROW = 10, 6


@dataclass(frozen=True, slots=True)
class Span:
    """One bar: from a day to the day before another (None: it goes on), in a tone, with words."""

    starts: date
    ends: date | None
    tone: str
    words: str


def spans(rows: Sequence[tuple[str, Sequence[Span]]], *, on: date) -> dict[str, Any]:
    """Each row's name above its bars between its first day and a year from ``on``; a tick a year.

    What began more than ten years ago begins at the edge.
    """
    starts = [span.starts for _name, row in rows for span in row]
    first = max(min(starts, default=on), date(on.year - MOST_YEARS, 1, 1))
    last = date(on.year + 1, on.month, min(on.day, 28))
    whole = max((last - first).days, 1)
    years = range(first.year + 1, last.year + 1)

    def x(day: date) -> float:
        return min(max((day - first).days / whole, 0.0), 1.0) * 100

    return {
        "height": HEAD + ROW * len(rows) + FOOT,
        "bottom": HEAD + ROW * len(rows),
        "rows": [
            {
                "name": name,
                "y": HEAD + ROW * place + NAME,
                "bars": [
                    {
                        "x": rounded(x(span.starts)),
                        "y": HEAD + ROW * place + NAME + 6,
                        "width": rounded(max(x(span.ends or last) - x(span.starts) - 0.1, 0.2)),
                        "height": THICK,
                        "tone": span.tone,
                        "words": span.words,
                    }
                    for span in row
                ],
            }
            for place, (name, row) in enumerate(rows)
        ],
        "ticks": [
            {"x": rounded(x(date(year, 1, 1))), "text": str(year), "minor": _is_minor(year, years)}
            for year in years
        ],
        "today": rounded(x(on)),
    }


def _is_minor(year: int, years: range) -> bool:
    """Whether a narrow page leaves out this year's figure, to have room for its neighbours'."""
    return len(years) > MOST_NARROW and (years[-1] - year) % 2 == 1
