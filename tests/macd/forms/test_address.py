"""The address of an office that is to be opened."""

import pytest

from macd.forms.address import address_errors, address_fields, address_of

GOOD = {
    "name": "Hall",
    "street": "Kaai",
    "number": "1",
    "postcode": "9000",
    "municipality": "Gent",
}


def test_a_whole_address_is_fine():
    assert address_errors(GOOD) == {}
    assert address_of(GOOD) == {**GOOD, "box": "", "floor": "", "country": "BE"}


def test_what_is_needed_is_asked_of_a_new_office_only():
    asked = {name for name, field in address_fields().items() if field.required}
    assert asked == {*GOOD, "country"}
    assert not any(field.required for field in address_fields(needed=False).values())


@pytest.mark.parametrize("postcode", ["0900", "900", "90000", "B-9000", "９０００"])
def test_rule_22_a_belgian_postcode_has_four_figures(postcode):
    assert "postcode" in address_errors({**GOOD, "postcode": postcode})


def test_other_countries_have_their_own_postcodes():
    assert address_errors({**GOOD, "postcode": "1012 AB", "country": "NL"}) == {}


def test_rule_22_a_box_is_apart():
    """The box has a field beside the number."""
    assert {"box", "number"} <= set(address_fields())
