"""Settings of an offering's draft are asked field by field, and kept as versions read them."""

import pytest
from django import forms
from django.http import QueryDict

from services.configuration import definition_problems
from services.defining import SettingsField, SettingsInput
from tests.services.make import SLA, SPEED


def sent(*rows, initial=0, **more):
    """What a browser sends for these settings; each a dict, its choices pairs of value and name."""
    data = {"s-TOTAL_FORMS": len(rows), "s-INITIAL_FORMS": initial}
    for place, row in enumerate(rows):
        choices = row.pop("choices", [])
        facts = {"type": "text", "material": "on", **row}
        data |= {f"s-{place}-{key}": value for key, value in facts.items()}
        begun = f"s-{place}-choices"
        data |= {f"{begun}-TOTAL_FORMS": len(choices), f"{begun}-INITIAL_FORMS": 0}
        for number, (value, name) in enumerate(choices):
            data[f"{begun}-{number}-value"] = value
            data |= four(f"{begun}-{number}-names", name)
    query = QueryDict(mutable=True)
    query.update({**data, **more})
    return SettingsInput().value_from_datadict(query, {}, "s")


def four(field, text):
    return {f"{field}_{code}": text for code in ("nl", "fr", "en", "de")}


def speed(**facts):
    limits = {"minimum": "10", "maximum": "1000", "unit": "Mbps", "mandatory": "on"}
    return {"code": "speed", "type": "integer", **four("names", "Speed"), **limits, **facts}


def sla(**facts):
    choices = [("basic", "Basic"), ("gold", "Gold")]
    return {"code": "sla", "type": "choice", **four("names", "Sla"), "choices": choices, **facts}


def errors(rows):
    with pytest.raises(forms.ValidationError):
        SettingsField(required=False).clean(rows)
    return rows.forms[0].errors


def test_what_is_filled_in_is_what_a_version_keeps():
    definitions = SettingsField(required=False).clean(sent(speed(), sla(), {}))
    assert definitions == [SPEED, SLA]
    assert definition_problems(definitions) == []


def test_the_order_and_what_is_taken_out():
    rows = sent(speed(ORDER="2"), sla(ORDER="1"), speed(code="old", DELETE="on"))
    assert SettingsField().clean(rows) == [SLA, SPEED]


def test_what_is_immaterial_says_so_and_a_limit_keeps_its_decimals():
    [definition] = SettingsField().clean(sent(speed(material="", minimum="0.5")))
    assert definition["material"] is False
    assert (definition["minimum"], definition["maximum"]) == ("0.5", 1000)


def test_what_was_kept_comes_back_unchanged():
    field = SettingsField()
    assert not field.has_changed([SPEED, SLA], sent(speed(), sla()))
    assert field.has_changed([SPEED], sent(speed(), sla()))
    page = SettingsInput().render("s", [SPEED, SLA])
    assert 'name="s-0-code" value="speed"' in page
    assert 'name="s-1-choices-1-value" value="gold"' in page


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (speed(code="Speed"), "code"),
        (speed(names_nl=""), "names"),
        (speed(minimum="many"), "minimum"),
        (speed(maximum="5"), "maximum"),
        (speed(pattern="("), "pattern"),
        (sla(choices=[]), "type"),
        (speed(choices=[("a", "A")]), "type"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(row, field):
    rows = sent(row)
    assert field in errors(rows)
    assert str(rows.forms[0].errors[field][0]) in SettingsInput().render("s", rows)


def test_a_choice_without_all_names_is_told_beside_it():
    rows = sent(sla(choices=[("basic", "Basic")]), **{"s-0-choices-0-names_fr": ""})
    errors(rows)
    assert "Missing: fr" in SettingsInput().render("s", rows)


def test_two_of_one_code_and_rows_that_were_not_sent_are_refused():
    with pytest.raises(forms.ValidationError, match="twice"):
        SettingsField().clean(sent(speed(), speed()))
    with pytest.raises(forms.ValidationError):
        SettingsField().clean(SettingsInput().value_from_datadict(QueryDict(), {}, "s"))
