"""Random walks through the table, compared with a model of it (promise 5).

Sixty short walks in the suite; MACD_WALK_STEPS=10000 walks that many steps.
"""

import contextlib
import os
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.standing import Standing
from macd import operations, queries
from macd.models import Document
from macd.refusals import StepDenied
from macd.vocabulary import Actor, Side, Status, Step
from macd.workflow import JOINABLE, rows_for
from tests.accounts import make as people
from tests.macd import make

LENGTH = 8
EXAMPLES = int(os.environ.get("MACD_WALK_STEPS", "0")) // (LENGTH // 2) or 20
WHO = ("requester", "signatory", "manager", "lead", "operations", "system", "stranger")
SEAL = "seal"
# Beside the steps of the table: waiting for another request, no longer, and going into another.
WAIT, GO_ON, JOIN = "wait", "go_on", "join"
BESIDE = (WAIT, GO_ON, JOIN)
HIDDEN = {Status.DRAFT, Status.AWAITING_COMPANY, Status.EXPIRED}


@dataclass(frozen=True)
class Model:
    """What the table says a document is."""

    status: Status = Status.DRAFT
    back: Status | None = None
    held_from: Status | None = None
    shared: bool = False
    signed: bool = False
    sealed: bool = False
    waits: bool = False

    def actors(self, who: str) -> set[Actor]:
        """What somebody is to the document."""
        manages = self.shared or self.status not in HIDDEN
        second = {Actor.SECOND_APPROVER} if self.status == "awaiting_second_approval" else set()
        return {
            "requester": {Actor.REQUESTER, Actor.COMPLETER, Actor.READER},
            "signatory": {Actor.SIGNATORY, Actor.COMPANY_APPROVER, Actor.READER},
            "manager": {Actor.ACCOUNT_MANAGER, *second} if manages else set(),
            "lead": {Actor.ACCOUNT_MANAGER, *second} if manages else set(),
            "operations": {Actor.OPERATIONS} if self.signed else set(),
            "system": {Actor.SYSTEM},
            "stranger": set(),
        }[who]

    def after(self, step: Step, who: str) -> "Model | None":
        """What it is after a step; None where the step is refused."""
        rows = [row for row in rows_for(step, self.status) if row.by & self.actors(who)]
        if not rows or self.denies(step):
            return None
        # One approval is enough, and one signature.
        row = next(row for row in rows if row.to != Status.AWAITING_SECOND_APPROVAL)
        to = row.to or self.back
        moved = replace(self, status=to)
        if step == Step.HOLD:
            moved = replace(moved, back=self.status, held_from=self.status)
        elif to == Status.WITHDRAWAL_REQUESTED:
            moved = replace(moved, back=self.status)
        elif step == Step.DENY_WITHDRAWAL and to == Status.ON_HOLD:
            moved = replace(moved, back=self.held_from)
        if step in (Step.SUBMIT, Step.AGREE, Step.START_REVIEW):
            moved = replace(moved, shared=True)
        if step == Step.ASK_COLLEAGUE:
            moved = replace(moved, shared=False)
        if step == Step.SIGN:
            moved = replace(moved, signed=True)
        return replace(moved, status=Status.IN_DELIVERY) if moved.stuck else moved

    def denies(self, step: Step) -> bool:
        """What the table allows and a demand does not: no seal, or items that go on."""
        unsealed = step == Step.START_DELIVERY and not self.sealed
        goes_on = step == Step.HOLD and self.status == Status.IN_DELIVERY
        # By itself the table's step does not say with which request it is put together.
        return unsealed or goes_on or step == Step.MERGE or (step == Step.APPROVE and self.waits)

    def beside(self, what: str, who: str) -> "Model | None":
        """What it is after one of those beside the table; None where it is refused."""
        mine = self.actors(who) & {Actor.REQUESTER, Actor.ACCOUNT_MANAGER}
        if what == GO_ON:
            return replace(self, waits=False) if mine else None
        if not mine or self.status not in JOINABLE:
            return None
        if what == WAIT:
            return replace(self, waits=True)
        # The other is a draft of the requester's own.
        ended = Status.EXPIRED if self.status == Status.DRAFT else Status.CANCELLED
        return replace(self, status=ended, waits=False) if who == "requester" else None

    @property
    def stuck(self) -> bool:
        """Signed and sealed is in delivery at once."""
        return self.status == Status.SIGNED and self.sealed


FORWARD = [
    (Step.SUBMIT, "requester"),
    (Step.TAKE_UP, "manager"),
    (Step.APPROVE, "manager"),
    (Step.SIGN, "signatory"),
    (SEAL, "system"),
    (Step.START_DELIVERY, "system"),
]
ASIDE = [
    (WAIT, "requester"),
    (GO_ON, "manager"),
    (JOIN, "requester"),
    (Step.HOLD, "manager"),
    (Step.WITHDRAW, "requester"),
    (Step.DENY_WITHDRAWAL, "manager"),
    (Step.RESUME, "lead"),
    (SEAL, "system"),
]
ANY = st.tuples(st.sampled_from([*Step, SEAL, *BESIDE]), st.sampled_from(WHO))
# Blind steps seldom lead far: a walk begins somewhere on the way to delivery.
STAGES = st.integers(0, len(FORWARD))
WALKS = st.lists(st.one_of(st.sampled_from(FORWARD + ASIDE), ANY), min_size=1, max_size=LENGTH)


@dataclass(frozen=True)
class Start:
    """What all walks share: another draft, and where each person stands."""

    other: Document
    standings: dict[str, Standing]
    world: make.World


class RollBack(Exception):
    """The end of a walk: the next one finds the world as it was."""


@pytest.mark.usefixtures("system")
def test_random_walks_follow_the_table():
    world = make.world()
    world.stranger = people.membership().person
    start = Start(
        other=make.draft(world, "change", periods=[world.period(world.other)]),
        standings={who: world.by(getattr(world, who)) for who in WHO if who != "system"},
        world=world,
    )
    # Made once, each by the same walk: what is done to one of them is undone at the end of a walk.
    stages = [
        _walk(start, FORWARD[:count], (make.change(make.replace_service(world)), Model()))
        for count in range(len(FORWARD) + 1)
    ]

    @settings(
        max_examples=EXAMPLES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(STAGES, WALKS)
    def walk(stage, steps):
        document, model = stages[stage]
        with contextlib.suppress(RollBack), transaction.atomic():
            _walk(start, steps, (queries.whole(document.pk), model))
            raise RollBack

    walk()


def _walk(start, steps, begun):
    """Take the steps, comparing each with the model; returns where they lead."""
    document, model = begun
    for step, who in steps:
        if step in BESIDE:
            document, model = _beside(start, document, model, (step, who))
            continue
        if step == SEAL:
            if (
                model.status in (Status.SIGNED, Status.ON_HOLD)
                and model.signed
                and not model.sealed
            ):
                make.put_file(document)
                model = replace(model, sealed=True)
            continue
        if step == Step.APPROVE and model.status == Status.IN_REVIEW:
            document = make.owed(start.world, document, Side.PROVIDER)
        expected = model.after(Step(step), who)
        before = document.revision
        try:
            document = operations.take_step(
                document=document,
                step=step,
                by=start.standings.get(who),
                at=make.AT,
                seen=document.content_hash,
                note="Because.",
                consent="I agree.",
            )
        except StepDenied:
            assert expected is None, (model, step, who)
            assert _as_it_is(document) == (model.status, before)
        else:
            assert expected is not None, (model, step, who, document.status)
            assert document.status == expected.status, (model, step, who)
            model = expected
    return document, model


def _beside(start, document, model, action):
    """Do one of those beside the table, and compare."""
    what, who = action
    if who == "system":
        return document, model
    expected, before = model.beside(what, who), document.revision
    do = {
        WAIT: operations.wait_for,
        GO_ON: operations.wait_no_longer,
        JOIN: lambda document, other, **facts: operations.join(
            document=document, into=other, **facts
        ),
    }[what]
    try:
        do(document=document, other=start.other, by=start.standings[who], at=make.AT)
    except StepDenied:
        assert expected is None, (model, what, who)
        assert _as_it_is(document) == (model.status, before)
        return document, model
    assert expected is not None, (model, what, who)
    assert _as_it_is(document)[0] == expected.status, (model, what, who)
    return document, expected


def _as_it_is(document):
    """Status and revision as they are stored now, also on the object in hand."""
    document.refresh_from_db(fields=["status", "revision", "content_hash"])
    return document.status, document.revision
