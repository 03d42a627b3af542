"""Days against the usual: urgent with a reason and a surcharge, evenings, exceptions by staff."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from macd import operations, queries
from macd.content import content_of, totals
from macd.kinds import rules_for
from macd.models import Document
from macd.refusals import NotPermitted, Unsound
from macd.views.shown.hindering import blocking_of
from macd.vocabulary import Side, Step
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")
WANTED, WHY = "request.requested_on", "request.urgent_reason"


def problems(document):
    document = queries.whole(document.pk)
    rules = rules_for(document.kind)
    return {p.path: str(p.message) for p in rules.problems(document, on=make.TODAY)}


def test_rule_09_too_early_a_day_says_the_first_one_and_because_of_what():
    world = make.world()
    document = make.fill(world, make.add(world), **{WANTED: "2026-03-20"})
    told = problems(document)[WANTED]
    assert "1 April 2026" in told
    assert "SmartFit Internet Plus" in told
    assert "urgent" in told


def test_rule_09_urgent_needs_a_reason_and_costs_a_surcharge():
    world = make.world()
    document = make.fill(world, make.add(world), **{WANTED: "2026-03-20", "request.urgent": True})
    assert set(problems(document)) == {WHY}
    once = Decimal(totals(document)["once"])
    document = make.fill(world, document, **{WHY: "The shop opens on the 21st."})
    assert problems(document) == {}
    assert Decimal(totals(document)["once"]) == once
    document = make.fill(world, document, **{"request.urgent": False, WANTED: make.WANTED})
    assert Decimal(totals(document)["once"]) == once - 250
    document = make.fill(world, document, **{"request.after_hours": True})
    assert Decimal(totals(document)["once"]) == once - 250 + 180


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_rule_09_a_surcharge_is_asked_in_every_language(language):
    world = make.world()
    document = make.add(world)
    once = Decimal(totals(document)["once"])
    with override(language):
        document = make.fill(world, document, **{"request.urgent": True, WHY: "The fair."})
        assert Decimal(totals(document)["once"]) == once + 250


def test_rule_09_a_surcharge_is_signed_with_the_rest():
    world = make.world()
    document = make.fill(world, make.add(world), **{"request.after_hours": True})
    document = make.offered(world, document)
    content = document.versions.get(number=document.version).content
    assert content["sections"]["prices"]["surcharges"] == {"after_hours": "180.00"}
    preview = document.renderings.get().render_input
    assert "180.00" in {row["once"] for row in preview["overview"]["rows"]}


def test_what_is_urgent_no_more_leaves_no_trace_of_its_surcharge():
    world = make.world()
    document = make.fill(world, make.add(world), **{"request.urgent": True, WHY: "The fair."})
    document = make.fill(world, document, **{"request.urgent": False, WHY: ""})
    assert "surcharges" not in content_of(document)["sections"]["prices"]


def test_rule_09_staff_override_a_lead_time_with_a_reason():
    world = make.world()
    document = make.fill(world, make.add(world), **{WANTED: "2026-04-10"})
    with pytest.raises(NotPermitted):
        make.fill(world, document, **{"planning.override_reason": "Please."})
    document = make.in_review(world, document)
    early = make.fill(world, document, world.manager, **{WANTED: "2026-03-20"})
    change = early.field_changes.get(path=WANTED, state="proposed")
    document = make.operations.decide_proposal(
        document=early, change_id=change.pk, accept=True, by=world.by(world.requester), at=make.AT
    )
    assert WANTED in problems(document)
    document = make.fill(
        world, document, world.manager, **{"planning.override_reason": "A crew is free that day."}
    )
    assert problems(document) == {}


def test_rule_09_a_promised_day_is_a_working_day_where_somebody_comes():
    world = make.world()
    visited = stock.version(site_visit=True, names=stock.names("Wi-Fi"))
    document = make.in_review(world, make.add(world, visited))
    document = make.fill(world, document, world.manager, **{"planning.committed_on": "2026-05-09"})
    assert "11 May 2026" in problems(document)["planning.committed_on"]
    document = make.fill(world, document, world.manager, **{"planning.committed_on": "2026-12-28"})
    assert "4 January 2027" in problems(document)["planning.committed_on"]
    assert document.status == "in_review"


def test_rule_09_a_promise_that_has_passed_is_made_anew_before_it_is_approved():
    world = make.world()
    document = make.owed(world, make.in_review(world, make.change(world)), Side.PROVIDER)
    later = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
    document = make.fill(world, document, world.manager, **{"planning.override_reason": "A crew."})
    with pytest.raises(Unsound) as refused:
        operations.take_step(
            document=document,
            step=Step.APPROVE,
            by=world.by(world.manager),
            at=later,
            seen=document.content_hash,
        )
    [problem] = refused.value.problems
    assert problem.path == "planning.committed_on"
    assert problem.message == "Promised date: This day is in the past. Choose a later day."
    standing = world.by(world.manager)
    assert blocking_of(standing, document, on=make.TODAY) == []
    [told] = blocking_of(standing, document, on=later.date())
    assert (told["message"], told["url"]) == (problem.message, "#section-planning")


def test_rule_09_what_an_amendment_was_copied_with_is_no_promise_in_its_draft():
    world = make.world()
    document = make.change(world)
    Document.objects.filter(pk=document.pk).update(committed_on="2026-03-01")
    assert "planning.committed_on" not in problems(document)
