"""Validating a service's settings: what is wrong is said beside the setting."""

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.configuration import (
    LONGEST_TEXT,
    Wrong,
    characteristics_of,
    definition_problems,
    parse,
    problem_with,
    quantity_problem,
    validate_configuration,
)
from services.models import OfferingVersion
from tests.services.make import SLA, SPEED, characteristic, names

NAME = characteristic("name", "text", pattern="[A-Za-z ]+", maximum=20)
RATIO = characteristic("ratio", "decimal", minimum="0.5", maximum="2.5")
RECORDING = characteristic("recording", "boolean")
VERSION = OfferingVersion(
    names=names("Internet"),
    characteristics=[SPEED, SLA, NAME, RATIO, RECORDING],
    minimum_quantity=2,
    maximum_quantity=10,
)
GOOD = {"speed": 100, "sla": "gold", "name": "Front desk", "ratio": "1.25", "recording": True}


def test_nothing_is_wrong_with_a_good_configuration():
    assert validate_configuration(VERSION, GOOD) == {}


@pytest.mark.parametrize(
    ("code", "value", "message"),
    [
        ("speed", None, "Fill this in"),
        ("speed", 5, "at least 10"),
        ("speed", 1001, "at most 1,000"),
        ("speed", 2**63, "at most 1,000"),
        ("speed", "100", "whole number"),
        ("speed", True, "whole number"),
        ("speed", 10.0, "whole number"),
        ("sla", "platinum", "Choose one"),
        ("sla", ["gold"], "Choose one"),
        ("name", "Desk 9", "Use only: A–Z, a–z, a space"),
        ("name", "Desk\x00", "cannot be printed"),
        ("name", "Desk\ud800", "cannot be printed"),
        ("name", "a" * 10_000, "at most 20"),
        ("name", 5, "Give a text"),
        ("ratio", "3.0", "at most 2.5"),
        ("ratio", 1.5, "Give a number"),
        ("ratio", "NaN", "Give a number"),
        ("ratio", "1e3", "Give a number"),
        ("recording", "yes", "Choose yes or no"),
        ("colour", "red", "“colour” is no setting of Internet"),
        ("x" * 10_000 + "\x00", 1, "is no setting"),
    ],
)
def test_what_is_wrong_is_said_beside_the_setting(code, value, message):
    problems = validate_configuration(VERSION, {**GOOD, code: value})
    assert list(problems) == [code]
    assert message in problems[code]
    assert len(problems[code]) < 200


def test_only_what_changes_is_validated():
    """Rule 47: untouched installed values never are, however wrong they may be by now."""
    installed = {"speed": 5, "fax": "old", "sla": "gold"}
    assert set(validate_configuration(VERSION, installed)) == {"speed", "fax"}
    assert validate_configuration(VERSION, installed, only={"sla"}) == {}
    assert set(validate_configuration(VERSION, installed, only={"speed"})) == {"speed"}
    assert validate_configuration(VERSION, {**installed, "fax": None}, only={"fax"}) == {}


def test_a_text_without_a_limit_has_one():
    version = OfferingVersion(names=names("X"), characteristics=[characteristic("note")])
    assert validate_configuration(version, {"note": "é" * LONGEST_TEXT}) == {}
    assert "note" in validate_configuration(version, {"note": "é" * (LONGEST_TEXT + 1)})


@pytest.mark.parametrize(
    ("quantity", "message"),
    [(2, ""), (10, ""), (1, "at least 2"), (11, "at most 10"), ("3", "whole"), (True, "whole")],
)
def test_quantity_within_the_limits_of_the_catalogue(quantity, message):
    assert message in quantity_problem(VERSION, quantity)
    assert bool(message) == bool(quantity_problem(VERSION, quantity))


@pytest.mark.parametrize(
    ("code", "raw", "value"),
    [
        ("speed", " 500 ", 500),
        ("speed", "", None),
        ("ratio", "1,5", "1.5"),
        ("name", " Front desk ", "Front desk"),
        ("recording", "on", True),
        ("recording", "", False),
        ("sla", "gold", "gold"),
    ],
)
def test_typed_texts_become_values(code, raw, value):
    assert parse(characteristics_of(VERSION)[code], raw) == value


@pytest.mark.parametrize(
    ("code", "raw"),
    [("speed", "fast"), ("speed", "9" * 5000), ("ratio", "∞"), ("recording", "maybe")],
)
def test_typed_texts_that_are_no_value_are_refused(code, raw):
    with pytest.raises(Wrong):
        parse(characteristics_of(VERSION)[code], raw)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


# The first draw makes Hypothesis's tables of characters, which takes long on a busy machine.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*GOOD, "other", ""]) | st.text(), ANYTHING, max_size=6))
def test_no_configuration_whatever_breaks_the_check(configuration):
    problems = validate_configuration(VERSION, configuration)
    assert all(isinstance(message, str) and message for message in problems.values())


@given(st.sampled_from(list(GOOD)), st.text())
def test_whatever_is_typed_is_a_value_or_refused(code, raw):
    described = characteristics_of(VERSION)[code]
    try:
        value = parse(described, raw)
    except Wrong:
        return
    assert isinstance(problem_with(described, value), str)


def test_values_are_shown_with_name_and_unit():
    known = characteristics_of(VERSION)
    assert known["speed"].show(100) == "100 Mbps"
    assert known["sla"].show("gold") == "Gold"
    assert known["sla"].show("gone") == "gone"
    assert known["recording"].show(False) == "No"
    assert known["name"].show(None) == ""
    assert known["speed"].name == "Speed"


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "2.5"), ("nl", "2,5"), ("fr", "2,5"), ("de", "2,5")]
)
def test_decimals_are_shown_as_the_language_writes_them(language, shown):
    ratio = characteristics_of(OfferingVersion(characteristics=[RATIO]))["ratio"]
    with override(language):
        assert ratio.show("2.5") == shown
        assert ratio.show("odd") == "odd"
        with pytest.raises(Wrong, match=shown.replace("2", "12")):
            parse(ratio, "much")
        assert parse(ratio, shown) == "2.5"


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        ({}, "code"),
        ({**SPEED, "code": "Speed!"}, "code"),
        ({**SPEED, "type": "colour"}, "type is one of"),
        ({**SPEED, "names": {"en": "Speed"}}, "all four languages"),
        ({**SPEED, "type": "choice"}, "needs them"),
        ({**SLA, "choices": [{"value": "x", "names": {}}]}, "each choice"),
        ({**SPEED, "pattern": "("}, "regular expression"),
        ({**SPEED, "minimum": "low"}, "limits are numbers"),
    ],
)
def test_bad_definitions_are_told(definition, message):
    [problem] = definition_problems([definition])
    assert message in problem


def test_definitions_as_a_whole():
    assert definition_problems([SPEED, SLA, NAME, RATIO, RECORDING]) == []
    assert definition_problems("speed") != []
    assert any("twice" in problem for problem in definition_problems([SPEED, SPEED]))


def test_a_text_that_nobody_sees_is_none_and_what_turns_it_is_left_out():
    name = characteristics_of(VERSION)["name"]
    assert parse(name, "\u200b") is None
    assert parse(name, "\u202eAna\u202c") == "Ana"
    assert problem_with(name, "\u200b") == "Give at least one letter or digit."
