"""The difference between two sets of values."""

from hypothesis import given
from hypothesis import strategies as st

from macd.difference import Difference, differences, flatten

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(st.sampled_from("abcd"), VALUES)


def test_leaves_are_named_by_their_path():
    assert flatten({"a": {"b": 1}, "c": [2, 3], "d": None}) == {"a.b": 1, "c.0": 2, "c.1": 3}


def test_rows_are_known_by_their_number():
    before = {"lines": [{"number": 1, "speed": 100}, {"number": 3, "speed": 5}]}
    after = {"lines": [{"number": 3, "speed": 6}]}
    assert Difference("lines.3.speed", 5, 6) in differences(before, after)


@given(MAPPINGS)
def test_nothing_differs_from_itself(value):
    assert differences(value, value) == []


@given(MAPPINGS, MAPPINGS)
def test_differences_are_the_same_both_ways(one, other):
    there = {(d.path, repr(d.before), repr(d.after)) for d in differences(one, other)}
    back = {(d.path, repr(d.after), repr(d.before)) for d in differences(other, one)}
    assert there == back
