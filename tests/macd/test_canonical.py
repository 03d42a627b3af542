"""Canonical bytes: the same things give the same bytes, other things give others."""

import json
import random
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from macd.canonical import LARGEST, canonical, hash_of

WHOLE = st.integers(-LARGEST, LARGEST)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUE = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
CONTENT = st.dictionaries(TEXT, VALUE, max_size=5)


def shuffled(value, chance):
    """The same content with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        return [shuffled(child, chance) for child in value]
    return value


def read(content):
    """Canonical bytes, unless two keys of the content are one in NFC."""
    try:
        return canonical(content)
    except ValueError:
        assume(False)
        raise


@given(CONTENT, st.integers())
def test_the_order_of_keys_does_not_matter_at_any_depth(content, seed):
    assert canonical(shuffled(content, random.Random(seed))) == read(content)


@given(CONTENT)
def test_written_and_read_again_it_is_the_same(content):
    told = read(content)
    assert canonical(json.loads(told)) == told


@given(CONTENT, CONTENT)
def test_other_content_gives_another_hash(one, other):
    same = json.loads(read(one)) == json.loads(read(other))
    assert (hash_of(one) == hash_of(other)) == same


@given(TEXT)
def test_composed_and_decomposed_letters_are_the_same(text):
    composed = hash_of({"a": unicodedata.normalize("NFC", text)})
    assert hash_of({"a": unicodedata.normalize("NFD", text)}) == composed


def test_bytes_are_compact_sorted_utf8():
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()


def test_keys_are_sorted_as_utf16_as_the_standard_has_it():
    """RFC 8785, 3.2.3: an emoji (a surrogate pair) stands before a letter of the last plane."""
    told = canonical({"\uff21": 1, "\U0001f600": 2, "\u20ac": 3, "1": 4, "\r": 5, "ö": 6})
    assert [*json.loads(told)] == ["\r", "1", "ö", "\u20ac", "\U0001f600", "\uff21"]


@pytest.mark.parametrize("value", [1.5, b"x", object(), {1.5}, float("nan")])
def test_what_content_never_holds_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"a": [value]})


@pytest.mark.parametrize(
    "content", [{"a": LARGEST + 1}, {"é": 1, "e\u0301": 2}, {"a": "\ud800"}, {"\udfff": 1}]
)
def test_what_would_read_differently_elsewhere_is_refused(content):
    with pytest.raises(ValueError):  # noqa: PT011
        canonical(content)
