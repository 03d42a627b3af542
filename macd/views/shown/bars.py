"""Bars of a chart as an SVG draws them: geometry only; a table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT = 720, 200
GAP = 0.3


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, with the class that gives it its colour and its name."""

    name: Any
    tone: str
    values: Sequence[Decimal]


def bars(labels: Sequence[str], series: Sequence[Series]) -> dict[str, Any]:
    """The bars of several series side by side under each label, around the line of nil."""
    values = [float(value) for row in series for value in row.values]
    top, bottom = max([0.0, *values]), min([0.0, *values])
    span = (top - bottom) or 1.0
    scale = HEIGHT / span
    slot = WIDTH / max(len(labels), 1)
    thick = slot * (1 - GAP) / max(len(series), 1)
    drawn = []
    for index, row in enumerate(series):
        for place, value in enumerate(row.values):
            number = float(value)
            drawn.append(
                {
                    "x": rounded(place * slot + slot * GAP / 2 + index * thick),
                    "y": rounded((top - max(number, 0.0)) * scale),
                    "width": rounded(thick),
                    "height": rounded(abs(number) * scale),
                    "tone": row.tone,
                }
            )
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "bars": drawn,
        "nil": rounded(top * scale),
        "labels": list(labels),
        "legend": [{"name": row.name, "tone": row.tone} for row in series],
    }


def lying_bars(labels: Sequence[str], series: Sequence[Series]) -> dict[str, Any]:
    """Bars that lie under their labels, for labels of several words: values from nil up."""
    longest = max((float(value) for row in series for value in row.values), default=0.0)
    return {
        "longest": rounded(longest or 1.0),
        "rows": [
            {
                "label": label,
                "bars": [
                    {"tone": row.tone, "length": rounded(float(row.values[place]))}
                    for row in series
                ],
            }
            for place, label in enumerate(labels)
        ],
        "legend": [{"name": row.name, "tone": row.tone} for row in series],
    }


def rounded(value: float) -> str:
    """A coordinate with a point, whatever the language."""
    return f"{value:.1f}"
