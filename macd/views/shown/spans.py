"""Spans of time as an SVG draws them: geometry only; a table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from macd.views.shown.bars import rounded

WIDTH, ROW, HEAD, FOOT, NAMES = 900, 30, 26, 20, 220
THICK = 16


@dataclass(frozen=True, slots=True)
class Span:
    """One bar: from a day to the day before another (None: it goes on), in a tone, with words."""

    starts: date
    ends: date | None
    tone: str
    words: str


def spans(rows: Sequence[tuple[str, Sequence[Span]]], *, on: date) -> dict[str, Any]:
    """Each row's bars between its first day and a year from ``on``, with a tick for each year."""
    starts = [span.starts for _name, row in rows for span in row]
    first = max(min(starts, default=on), date(on.year - 10, 1, 1))
    last = date(on.year + 1, on.month, min(on.day, 28))
    whole = max((last - first).days, 1)

    def x(day: date) -> float:
        part = min(max((day - first).days / whole, 0.0), 1.0)
        return NAMES + part * (WIDTH - NAMES)

    return {
        "width": WIDTH,
        "height": HEAD + ROW * len(rows) + FOOT,
        "bottom": HEAD + ROW * len(rows),
        "rows": [
            {
                "name": name[:30] + ("…" if len(name) > 30 else ""),
                "y": rounded(HEAD + ROW * place + ROW / 2 + 4),
                "bars": [
                    {
                        "x": rounded(x(span.starts)),
                        "y": rounded(HEAD + ROW * place + (ROW - THICK) / 2),
                        "width": rounded(max(x(span.ends or last) - x(span.starts) - 1, 1)),
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
            {"x": rounded(x(day)), "text": str(day.year)}
            for day in (date(year, 1, 1) for year in range(first.year + 1, last.year + 1))
        ],
        "today": rounded(x(on)),
    }
