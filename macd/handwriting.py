"""A signature that is drawn or typed: read strictly, kept as strokes, shown as a drawing."""

import json
import unicodedata
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

WIDTH, HEIGHT = 1000, 300
MOST_STROKES = 60
MOST_POINTS = 3000
LONGEST_NAME = 100

Strokes = list[list[list[int]]]


class Illegible(ValueError):
    """What came is no drawing or no name; the text says what to do."""


def read_typed(value: Any) -> str:
    """A typed signature: one line that can be seen. Raises Illegible."""
    text = " ".join(str(value or "").split())
    unseen = any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} for sign in text)
    if unseen or len(text) > LONGEST_NAME:
        raise Illegible(_("Write your name in at most %(most)s letters.") % {"most": LONGEST_NAME})
    return unicodedata.normalize("NFC", text)


def read_strokes(value: Any) -> Strokes:
    """A drawn signature: strokes of whole points in a box of 1000 by 300. Raises Illegible.

    ``value`` is the JSON that the page sends, or the strokes themselves; empty for none.
    """
    if not value:
        return []
    try:
        strokes = json.loads(value) if isinstance(value, str) else value
        return _checked(strokes)
    except (TypeError, ValueError, RecursionError):
        raise Illegible(
            _("The drawing could not be read. Draw it again, or leave it out.")
        ) from None


def _checked(strokes: Any) -> Strokes:
    if not isinstance(strokes, list) or len(strokes) > MOST_STROKES:
        raise ValueError
    if sum(len(stroke) for stroke in strokes) > MOST_POINTS:
        raise ValueError
    return [[_point(point) for point in stroke] for stroke in strokes if stroke]


def _point(point: Any) -> list[int]:
    x, y = point
    whole = isinstance(x, int) and isinstance(y, int)
    if not whole or isinstance(x, bool) or isinstance(y, bool):
        raise TypeError
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        raise ValueError
    return [x, y]


def drawing_of(strokes: Sequence[Sequence[Sequence[int]]]) -> str:
    """The strokes as a picture's data address, cut to what was drawn; nothing for none."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return ""
    left, top = (min(point[axis] for point in points) - 8 for axis in (0, 1))
    right, bottom = (max(point[axis] for point in points) + 8 for axis in (0, 1))
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{right - left}" height="{bottom - top}"'
        f' viewBox="{left} {top} {right - left} {bottom - top}">'
        f'<path d="{" ".join(map(_path, strokes))}" fill="none" stroke="#1c378f"'
        ' stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn)}"


def _path(stroke: Sequence[Sequence[int]]) -> str:
    """A stroke as a line; a single touch as a dot."""
    [first, *rest] = stroke
    rest = rest or [first]
    return f"M{first[0]} {first[1]}" + "".join(f"L{x} {y}" for x, y in rest)
