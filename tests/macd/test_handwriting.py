"""Drawn and typed signatures are read strictly and drawn from what was read alone."""

import json
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macd.handwriting import (
    HEIGHT,
    MOST_POINTS,
    WIDTH,
    Illegible,
    drawing_of,
    read_strokes,
    read_typed,
)

POINT = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT)).map(list)
STROKES = st.lists(st.lists(POINT, min_size=1, max_size=9), max_size=9)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(STROKES)
def test_what_is_drawn_is_kept_and_drawn_again(strokes):
    assert read_strokes(json.dumps(strokes)) == strokes
    picture = unquote(drawing_of(strokes))
    assert picture.count("M") == len(strokes)
    assert bool(picture) == bool(strokes)


@given(JSON)
def test_whatever_comes_is_read_or_refused(value):
    try:
        strokes = read_strokes(value)
    except Illegible:
        return
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for stroke in strokes for x, y in stroke)


@pytest.mark.parametrize(
    "drawn",
    [
        "[" * 100_000,
        "[[[1,2],[true,3]]]",
        "[[[1.5,2]]]",
        json.dumps([[[1, 1]] * (MOST_POINTS + 1)]),
        json.dumps([[[1, 1]]] * 61),
        '"><script>alert(1)</script>',
    ],
)
def test_what_is_no_drawing_is_refused(drawn):
    with pytest.raises(Illegible):
        read_strokes(drawn)


def test_a_name_is_one_line_that_can_be_seen():
    assert read_typed("  Zoë \n De  Smet ") == "Zoë De Smet"
    assert read_typed(None) == ""
    for unfit in ("a" * 101, "a\u202eb", "a\x00b", "\ud800"):
        with pytest.raises(Illegible):
            read_typed(unfit)
