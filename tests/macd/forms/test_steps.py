"""What each step asks."""

import pytest

from macd.forms.steps import LINE_FORMS, STEP_FORMS, form_for, line_form_for
from macd.vocabulary import Demand, LineStep, Step
from macd.workflow import LINE_TRANSITIONS, TRANSITIONS


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.step}")
def test_a_step_that_demands_a_reason_asks_one(row):
    assert ("note" in form_for(row).fields) == (Demand.REASON in row.demand)


@pytest.mark.parametrize("row", LINE_TRANSITIONS, ids=lambda row: f"{row.step}")
def test_a_line_step_that_demands_a_reason_asks_one(row):
    assert ("note" in line_form_for(row, 1).fields) == (Demand.REASON in row.demand)


def row_of(step):
    return next(row for row in (*TRANSITIONS, *LINE_TRANSITIONS) if row.step == step)


def test_fields_of_two_lines_have_two_ids():
    first, second = (line_form_for(row_of(LineStep.DELIVER), number) for number in (1, 2))
    assert first["on"].id_for_label == "id_line_1_deliver_on"
    assert second["on"].id_for_label == "id_line_2_deliver_on"


def test_serials_are_the_lines_that_are_not_empty():
    form = line_form_for(row_of(LineStep.DELIVER), 1, {"on": "02/03/2026", "serials": "A\n \nB"})
    assert form.is_valid()
    assert form.facts()["serials"] == ["A", "B"]


@pytest.mark.parametrize("serials", ["x" * 61, "a\x00b", "\n".join(map(str, range(51)))])
def test_absurd_serials_are_refused(serials):
    form = line_form_for(row_of(LineStep.DELIVER), 1, {"on": "2026-03-02", "serials": serials})
    assert set(form.errors) == {"serials"}


def test_every_form_belongs_to_a_step():
    assert set(STEP_FORMS) <= set(Step)
    assert set(LINE_FORMS) <= set(LineStep)
