"""The fold: dated facts into periods, without a database."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fold import Fact, ImpossibleHistory, fold_facts

START = date(2026, 1, 1)
INSTALL = {
    "install": {
        "offering_version_id": 1,
        "office_id": 2,
        "configuration": {"speed": 100},
        "recurring_price": "10",
    }
}


def facts(*steps):
    return [
        Fact(id=number, seq=number, effective_on=START + timedelta(days=day), change=change)
        for number, (day, change) in enumerate(steps, start=1)
    ]


def spans(periods):
    return [
        ((one.starts_on - START).days, one.ends_on and (one.ends_on - START).days)
        for one in periods
    ]


def test_nothing_recorded_is_nothing_installed():
    assert fold_facts([]) == []


def test_each_change_begins_a_period():
    folded = fold_facts(facts((0, INSTALL), (5, {"suspend": True}), (9, {"cease": True})))
    assert spans(folded) == [(0, 5), (5, 9)]
    assert [one.state.status for one in folded] == ["active", "suspended"]
    assert [one.entry_id for one in folded] == [1, 2]


def test_recorded_late_applies_on_its_day():
    folded = fold_facts(
        facts(
            (0, INSTALL),
            (9, {"set": {"quantity": 2}}),
            (4, {"set": {"recurring_price": "12.5"}}),
        )
    )
    assert spans(folded) == [(0, 4), (4, 9), (9, None)]
    assert [(one.state.quantity, one.state.recurring_price) for one in folded] == [
        (1, Decimal(10)),
        (1, Decimal("12.5")),
        (2, Decimal("12.5")),
    ]


def test_several_on_one_day_leave_one_period():
    folded = fold_facts(
        facts((0, INSTALL), (3, {"set": {"quantity": 2}}), (3, {"set": {"quantity": 5}}))
    )
    assert spans(folded) == [(0, 3), (3, None)]
    assert folded[-1].state.quantity == 5


def test_stopped_the_day_it_began_leaves_no_trace():
    assert fold_facts(facts((0, INSTALL), (0, {"cease": True}))) == []


def test_started_again_after_a_stop():
    folded = fold_facts(facts((0, INSTALL), (3, {"cease": True}), (8, INSTALL)))
    assert spans(folded) == [(0, 3), (8, None)]


def test_settings_merge_and_none_drops_one():
    change = {"set": {"configuration": {"sla": "gold", "speed": None}}}
    assert fold_facts(facts((0, INSTALL), (1, change)))[-1].state.configuration == {"sla": "gold"}


def test_a_voided_fact_does_not_apply_unless_its_voider_is_voided():
    history = facts((0, INSTALL), (3, {"set": {"quantity": 2}}))
    void = Fact(3, 3, START, {}, voids=2)
    assert fold_facts([*history, void])[-1].state.quantity == 1
    void_of_void = Fact(4, 4, START, {}, voids=3)
    assert fold_facts([*history, void, void_of_void])[-1].state.quantity == 2


@pytest.mark.parametrize(
    "steps",
    [
        [(0, {"cease": True})],
        [(0, {"set": {"quantity": 2}})],
        [(0, INSTALL), (1, INSTALL)],
        [(5, INSTALL), (4, {"suspend": True})],
        [(0, {"install": {"office_id": 1}})],
        [(0, INSTALL), (1, {"set": {"quantity": True}})],
        [(0, INSTALL), (1, {"set": {"recurring_price": "much"}})],
        [(0, INSTALL), (1, {"paint": "red"})],
    ],
)
def test_impossible_histories_are_refused(steps):
    with pytest.raises(ImpossibleHistory):
        fold_facts(facts(*steps))


CHANGES = st.sampled_from(
    [{"suspend": True}, {"resume": True}, {"set": {"quantity": 3}}, {"set": {"office_id": None}}]
)


@given(
    st.lists(st.tuples(st.integers(0, 30), CHANGES), max_size=20),
    st.integers(0, 31),
    st.randoms(),
)
def test_any_history_is_gapless_ordered_and_cut_anywhere(steps, day, random):
    """Periods touch, never overlap; the order of recording's list does not matter; as of a day
    is the last state of what had taken effect by then."""
    history = facts((0, INSTALL), *steps)
    folded = fold_facts(history)
    assert folded[0].starts_on == START
    assert folded[-1].ends_on is None
    for one, following in pairwise(folded):
        assert one.starts_on < one.ends_on == following.starts_on

    shuffled = history.copy()
    random.shuffle(shuffled)
    assert fold_facts(shuffled) == folded

    on = START + timedelta(days=day)
    [as_of] = [
        one for one in folded if one.starts_on <= on and (one.ends_on is None or on < one.ends_on)
    ]
    assert fold_facts([one for one in history if one.effective_on <= on])[-1].state == as_of.state
