"""The table of documents and that of lines: whole, consistent, and TM Forum's."""

from itertools import pairwise

import pytest

from macd.vocabulary import Actor, Condition, Kind, LineStatus, LineStep, Party, Side, Status, Step
from macd.workflow import (
    EDITABLE,
    FINAL,
    LINE_FINAL,
    LINE_TRANSITIONS,
    TMF622,
    TRANSITIONS,
    editable,
    line_row,
    resumable,
    rows_for,
    rows_from,
)

S = Status
# What domain.md §3 says each status leaves to; None is "where it came from".
LEAVES_TO = {
    S.DRAFT: {S.AWAITING_COMPANY, S.SUBMITTED, S.IN_REVIEW, S.EXPIRED},
    # Expired when the company leaves meanwhile (rule 60).
    S.AWAITING_COMPANY: {S.SUBMITTED, S.DRAFT, S.EXPIRED},
    S.SUBMITTED: {S.IN_REVIEW, S.AWAITING_CUSTOMER, S.REJECTED, S.CANCELLED},
    S.IN_REVIEW: {
        S.AWAITING_CUSTOMER,
        S.AWAITING_SECOND_APPROVAL,
        S.AWAITING_SIGNATURE,
        S.ON_HOLD,
        S.CANCELLED,
    },
    S.AWAITING_CUSTOMER: {S.IN_REVIEW, S.CANCELLED},
    S.AWAITING_SECOND_APPROVAL: {S.AWAITING_SIGNATURE, S.IN_REVIEW, S.CANCELLED},
    S.AWAITING_SIGNATURE: {S.SIGNED, S.AWAITING_SIGNATURE, S.IN_REVIEW, S.CANCELLED},
    # Cancelled: an amendment, with the document that it was to amend.
    S.SIGNED: {S.IN_DELIVERY, S.ON_HOLD, S.WITHDRAWAL_REQUESTED, S.CANCELLED},
    # Cancelled, through the states of a withdrawal: when each line was withdrawn by itself.
    S.IN_DELIVERY: {
        S.COMPLETED,
        S.PARTIAL,
        S.FAILED,
        S.ON_HOLD,
        S.WITHDRAWAL_REQUESTED,
        S.CANCELLED,
    },
    S.ON_HOLD: {None, S.CANCELLED, S.WITHDRAWAL_REQUESTED},
    # Cancelled by way of withdrawing, when the agreement itself ends (rule 60).
    S.WITHDRAWAL_REQUESTED: {None, S.WITHDRAWING, S.CANCELLED},
    S.WITHDRAWING: {S.CANCELLED},
}
# TM Forum's diagram of a product order, version 4.
TMF_EDGES = {
    "acknowledged": {"inProgress", "pending", "rejected"},
    "inProgress": {"pending", "held", "assessingCancellation", "completed", "failed", "partial"},
    "pending": {"inProgress", "assessingCancellation", "cancelled"},
    "held": {"inProgress", "assessingCancellation", "cancelled"},
    "assessingCancellation": {"inProgress", "pending", "held", "pendingCancellation"},
    "pendingCancellation": {"cancelled"},
}


@pytest.mark.parametrize("status", Status)
def test_a_status_leaves_where_the_design_says(status):
    assert {row.to for row in rows_from(status)} == LEAVES_TO.get(status, set())


@pytest.mark.parametrize("status", sorted(FINAL))
def test_nothing_leaves_a_final_status(status):
    assert rows_from(Status(status)) == ()


def test_every_status_is_reached():
    reached = {row.to for row in TRANSITIONS} | {s for row in TRANSITIONS for s in row.via}
    assert set(Status) - reached == set()


def test_every_step_has_a_row():
    assert {row.step for row in TRANSITIONS} == set(Step)
    assert {row.step for row in LINE_TRANSITIONS} == set(LineStep)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", Step)
def test_rows_of_one_step_are_told_apart_by_their_condition(step, status):
    rows = rows_for(step, status)
    if len(rows) > 1:
        whens = {row.when for row in rows}
        assert whens in (
            {Condition.WITHIN_THRESHOLD, Condition.ABOVE_THRESHOLD},
            {Condition.LAST_SIGNATURE, Condition.MORE_SIGNATURES},
        )


def test_a_final_status_leaves_nobody_with_the_ball():
    for row in TRANSITIONS:
        if row.to in FINAL:
            assert row.ball == Party.NOBODY, row.step
        elif row.to is not None and row.ball is not None:
            assert row.ball != Party.NOBODY, row.step


def test_staff_never_sign():
    for row in TRANSITIONS:
        if row.step in (Step.SIGN, Step.DECLINE):
            assert row.by == {Actor.SIGNATORY}


def test_customers_never_approve_or_deliver():
    customers = {Actor.REQUESTER, Actor.COMPLETER, Actor.SIGNATORY, Actor.READER}
    for row in TRANSITIONS:
        if row.step in (Step.APPROVE, Step.CONFIRM, Step.START_DELIVERY, Step.HOLD):
            assert not row.by & customers
    assert line_row(LineStep.DELIVER, LineStatus.PLANNED).by == {Actor.OPERATIONS}


def test_readers_and_auditors_take_no_step():
    for row in (*TRANSITIONS, *LINE_TRANSITIONS):
        assert not row.by & {Actor.READER, Actor.AUDITOR}, row.step


def _exposed(row, status):
    """The TMF states that a row passes, without the hidden ones and repetitions."""
    path = [status, *row.via, row.to]
    names = [TMF622[s] for s in path if s is not None and TMF622[s] is not None]
    return [name for index, name in enumerate(names) if index == 0 or name != names[index - 1]]


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.step}-{row.to}")
def test_exposed_states_follow_the_tm_forum_diagram(row):
    targets = [row.to] if row.to else sorted(resumable() & _leads_back(row))
    for status in row.from_:
        for target in targets:
            for before, after in pairwise(_exposed(_to(row, target), status)):
                assert _allowed(before, after), (row.step, before, after)


def _leads_back(row):
    return frozenset(
        status for status in Status if any(status in other.from_ for other in TRANSITIONS)
    )


def _to(row, target):
    class Towards:
        via, to = row.via, target

    return Towards


def _allowed(before, after):
    """A direct edge, or one through states that are passed in the same transaction."""
    reachable, frontier = {before}, {before}
    passed = {"pending", "assessingCancellation", "pendingCancellation", "held", "inProgress"}
    while frontier:
        frontier = {n for s in frontier for n in TMF_EDGES.get(s, ())} - reachable
        reachable |= frontier
        frontier &= passed
    return after in reachable


def test_a_line_ends_only_once():
    for row in LINE_TRANSITIONS:
        assert not row.from_ & LINE_FINAL, row.step


@pytest.mark.parametrize("status", LineStatus)
def test_a_line_has_one_row_per_step(status):
    steps = [row.step for row in LINE_TRANSITIONS if status in row.from_]
    assert len(steps) == len(set(steps))


def test_nothing_is_edited_once_approved():
    for status in Status:
        if status not in (S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.AWAITING_CUSTOMER):
            for side in Side:
                assert editable(status, side) == frozenset(), status
    assert EDITABLE[S.IN_REVIEW, Side.CUSTOMER]


def test_there_are_four_kinds():
    assert set(Kind) == {"move", "add", "change", "delete"}
