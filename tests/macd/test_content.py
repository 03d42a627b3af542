"""Canonical content: the same things give the same bytes, other things give others."""

import json
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from macd import queries
from macd.content import canonical, content_of, hash_of, money
from tests.macd import make

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), JSON))
def test_the_order_of_keys_does_not_matter(content):
    backwards = dict(reversed(content.items()))
    assert canonical(content) == canonical(backwards)


def test_composed_and_decomposed_letters_are_the_same():
    assert hash_of({"a": "é"}) == hash_of({"a": "é"})


def test_floats_have_no_place():
    with pytest.raises(TypeError):
        canonical({"price": 1.5})


def test_bytes_are_compact_sorted_utf8():
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("1.005", "1.01"), ("-1.005", "-1.01"), ("0.0049", "0.00"), ("2", "2.00")],
)
def test_amounts_are_in_cents_half_up(amount, shown):
    assert money(Decimal(amount)) == shown


@pytest.mark.usefixtures("system")
def test_content_stands_apart_from_the_reader():
    document = queries.whole(make.change(make.world()).pk)
    told = hash_of(content_of(document))
    with translation.override("fr"), timezone.override("Asia/Tokyo"):
        assert hash_of(content_of(queries.whole(document.pk))) == told
    assert hash_of(json.loads(canonical(content_of(document)))) == told


@pytest.mark.usefixtures("system")
def test_content_names_what_both_sides_agree_on():
    world = make.world()
    content = content_of(queries.whole(make.change(world).pk))
    [line] = content["lines"]
    assert line["current_offering"]["name"] == "SmartFit Internet Plus"
    assert line["offering"]["name"] == "SmartFit Internet Extra"
    assert content["totals"] == {
        "monthly_before": "50.00",
        "monthly_after": "90.00",
        "monthly_difference": "40.00",
        "once": "0.00",
    }
    assert content["agreements"] == [{"number": world.agreement.number, "end": "2028-01-01"}]
