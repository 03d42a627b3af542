"""The demonstration's data: codes that exist, definitions that can be published."""

from demo.characteristics import texts
from demo.offerings import NEEDS, OFFERINGS, ONE_WAY, PATHS
from services.configuration import definition_problems
from services.models import Family

CODES = {entry.code for entry in OFFERINGS}


def test_one_text_serves_for_all_four():
    assert texts("eSIM") == {"nl": "eSIM", "fr": "eSIM", "en": "eSIM", "de": "eSIM"}
    assert texts("a | b | c | d")["de"] == "d"


def test_the_catalogue_has_what_a_belgian_business_buys():
    """At least forty offerings, in every family, with the two the field knows on one path."""
    assert len(OFFERINGS) >= 40
    assert {entry.family for entry in OFFERINGS} == set(Family.values)
    assert any({"smartfit-internet-plus", "smartfit-internet-extra"} <= set(row) for row in PATHS)
    assert any(entry.end_of_life_on and entry.successor for entry in OFFERINGS)
    assert {entry.family for entry in OFFERINGS if entry.self_service} == {"uc", "mobile"}


def test_every_definition_can_be_published():
    for entry in OFFERINGS:
        assert definition_problems(list(entry.settings)) == [], entry.code


def test_paths_and_needs_name_offerings_that_exist():
    named = {code for row in (*PATHS, *ONE_WAY) for code in row}
    named |= {code for code, _scope, _needed in NEEDS}
    named |= {need for _code, _scope, needed in NEEDS for need in needed}
    named |= {entry.licensed_by for entry in OFFERINGS if entry.licensed_by}
    named |= {entry.successor for entry in OFFERINGS if entry.successor}
    assert named <= CODES
    assert len(CODES) == len(OFFERINGS)
