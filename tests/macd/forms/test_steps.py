"""What each step asks."""

from datetime import date

import pytest

from macd.forms.steps import LINE_FORMS, STEP_FORMS, form_for, line_form_for
from macd.models import Line
from macd.vocabulary import Action, Decision, Demand, LineStep, Step
from macd.workflow import LINE_TRANSITIONS, TRANSITIONS
from services.models import Family, Offering, OfferingVersion


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.step}")
def test_a_step_that_demands_a_reason_asks_one(row):
    assert ("note" in form_for(row).fields) == (Demand.REASON in row.demand)


@pytest.mark.parametrize("row", LINE_TRANSITIONS, ids=lambda row: f"{row.step}")
def test_a_line_step_that_demands_a_reason_asks_one(row):
    assert ("note" in line_form_for(row, item()).fields) == (Demand.REASON in row.demand)


def item(number=1, action=Action.ADD, decision="", family=Family.SIP, **facts):
    version = OfferingVersion(offering=Offering(family=family))
    return Line(number=number, action=action, decision=decision, offering_version=version, **facts)


def row_of(step):
    return next(row for row in (*TRANSITIONS, *LINE_TRANSITIONS) if row.step == step)


def test_fields_of_two_lines_have_two_ids():
    first, second = (line_form_for(row_of(LineStep.DELIVER), item(pk=n)) for n in (1, 2))
    assert first["on"].id_for_label == "id_line_1_deliver_on"
    assert second["on"].id_for_label == "id_line_2_deliver_on"


def test_serials_are_the_lines_that_are_not_empty_each_once():
    facts = {
        "on": "02/03/2026",
        "serials": "A\n \nB\nA",
        "numbers": "\n092234567",
        "circuit_id": " C1",
    }
    form = line_form_for(row_of(LineStep.DELIVER), item(), facts)
    assert form.is_valid()
    assert form.facts()["serials"] == ["A", "B"]
    assert (form.facts()["numbers"], form.facts()["circuit_id"]) == (["092234567"], "C1")


@pytest.mark.parametrize("serials", ["x" * 61, "a\x00b", "\n".join(map(str, range(51)))])
def test_absurd_serials_are_refused(serials):
    facts = {"on": "2026-03-02", "serials": serials}
    form = line_form_for(row_of(LineStep.DELIVER), item(), facts)
    assert set(form.errors) == {"serials"}


def test_only_what_makes_sense_is_asked_of_a_delivery():
    def asked(**facts):
        return set(line_form_for(row_of(LineStep.DELIVER), item(**facts)).fields)

    assert asked() == {"on", "serials", "circuit_id", "numbers"}
    assert asked(decision=Decision.MOVE) == {"on", "serials", "circuit_id"}
    assert asked(action=Action.MODIFY) == {"on", "serials", "circuit_id"}
    assert asked(action=Action.DELETE) == {"on", "serials"}


def test_of_a_stop_the_first_day_without_is_asked_and_what_was_agreed_is_told():
    stop = item(action=Action.DELETE, committed_on=date(2026, 12, 28))
    field = line_form_for(row_of(LineStep.DELIVER), stop).fields["on"]
    assert field.label == "First day without service"
    assert "28 December 2026 was agreed" in field.help_text
    assert line_form_for(row_of(LineStep.DELIVER), item()).fields["on"].label == "Delivered on"


def test_a_number_is_asked_for_its_number_until_it_is_known():
    def asks(**facts):
        form = line_form_for(row_of(LineStep.DELIVER), item(**facts))
        return "numbers" in form.fields and form.fields["numbers"].required

    assert asks(family=Family.NUMBERS)
    assert not asks(family=Family.SIP)
    assert not asks(family=Family.NUMBERS, decision=Decision.MOVE)
    assert not asks(family=Family.NUMBERS, numbers=["+3292234567"])
    assert not asks(family=Family.NUMBERS, port_in={"numbers": {"+3292234567": 1}})


def test_a_delay_is_chosen_under_the_party_whose_clock_it_starts():
    form = line_form_for(row_of(LineStep.HOLD), item(), {"code": "no_access", "note": "Shut."})
    assert form.is_valid()
    assert form.facts() == {"code": "no_access", "until": None}
    assert not line_form_for(row_of(LineStep.HOLD), item(), {"code": "x", "note": "y"}).is_valid()


def test_every_form_belongs_to_a_step():
    assert set(STEP_FORMS) <= set(Step)
    assert set(LINE_FORMS) <= set(LineStep)
