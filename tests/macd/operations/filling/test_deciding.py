"""What becomes of a service, decided anew after sending; what it makes of the items."""

import pytest

from macd import operations, queries
from macd.fields import find_place
from macd.kinds import rules_for
from macd.models import FieldChange
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import ChangeState, Decision, Side
from services.claims import open_claims
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


def decide(world, document, service, decision, person=None):
    return operations.decide_service(
        document=document,
        service_id=service.pk,
        decision=decision,
        by=world.by(person or world.requester),
        at=make.AT,
    )


def items(document):
    return [(ln.number, ln.action, ln.service_id) for ln in queries.whole(document.pk).lines.all()]


def approved(world, document):
    document = make.owed(world, document, Side.PROVIDER)
    return make.step(world, document, "approve", world.manager, seen=document.content_hash)


def test_rule_10_a_decision_is_changed_in_review_and_approved_as_such(world):
    """Sent as a move of two; in review one stops after all: its item keeps its number."""
    document = make.in_review(world, make.move(world))
    document = decide(world, document, world.other, Decision.STOP)
    assert items(document) == [
        (1, "delete", world.service.pk),
        (2, "add", world.service.pk),
        (3, "delete", world.other.pk),
    ]
    document = approved(world, document)
    [claim] = open_claims([world.other.pk])
    assert (claim.action, claim.holder) == ("delete", f"{document.number}/3")
    [first, last] = [version.content["lines"] for version in document.versions.order_by("number")]
    assert [len(first), len(last)] == [4, 3]


def test_rule_05_a_service_that_stays_after_all_is_free_at_once(world):
    """In review the customer keeps one where it is: nothing holds it any more."""
    document = make.in_review(world, make.move(world))
    document = decide(world, document, world.other, Decision.KEEP)
    assert not open_claims([world.other.pk]).exists()
    assert open_claims([world.service.pk]).exists()
    document = decide(world, document, world.other, Decision.MOVE)
    approved(world, document)
    assert open_claims([world.other.pk]).get().action == "move"


def test_rule_06_decided_back_it_is_as_it_was(world):
    """Stopped in review, then moved after all: the same items 3 and 4, and nothing differs."""
    document = make.in_review(world, make.move(world))
    before = items(document)
    document = decide(world, document, world.other, Decision.STOP)
    document = decide(world, document, world.other, Decision.MOVE)
    assert items(document) == before
    assert document.content_hash == document.versions.get().content_hash


def test_rule_06_a_new_item_gets_a_number_that_none_ever_had(world):
    """Item 4 went when its service stopped; what another service needs more is item 5."""
    document = decide(world, make.move(world), world.service, Decision.STOP)
    document = make.in_review(world, document)
    document = decide(world, document, world.other, Decision.STOP)
    document = decide(world, document, world.service, Decision.MOVE)
    assert [number for number, _action, service in items(document) if service == world.service.pk]
    numbers = [number for number, _action, _service in items(document)]
    assert numbers == [1, 3, 5]


def test_rule_10_the_account_manager_suggests_a_replacement(world):
    """Suggested, accepted, and then the customer chooses by what it is replaced."""
    document = make.in_review(world, make.move(world))
    decide(world, document, world.service, Decision.REPLACE, world.manager)
    change = FieldChange.objects.get(document=document, state=ChangeState.PROPOSED)
    place = find_place(document, change.path)
    assert (place.shown(change.before), place.shown(change.after)) == ("Move it", "Replace it")
    assert [action for _number, action, _service in items(document)] == ["delete", "add"] * 2
    document = operations.decide_proposal(
        document=document,
        change_id=change.pk,
        accept=True,
        by=world.by(world.requester),
        at=make.AT,
    )
    path = "line.2.offering"
    assert path in {problem.path for problem in rules_for("move").problems(document, on=make.TODAY)}
    wanted = {path: world.extra.offering.code, "line.2.desired.speed": "500"}
    document = approved(world, make.fill(world, document, **wanted))
    assert document.status == "awaiting_signature"


def test_what_was_suggested_about_an_item_that_is_gone_waits_no_longer(world):
    number = stock.number(world.other, office=world.office)
    document = make.in_review(world, make.move(world))
    path = f"line.4.numbers.{number.e164}"
    make.fill(world, document, world.manager, **{path: "replace"})
    decide(world, document, world.other, Decision.KEEP)
    change = FieldChange.objects.get(document=document, path=path)
    assert (change.state, change.decided_by) == (ChangeState.DECLINED, world.requester)


def test_rule_19_an_amendment_s_new_item_takes_nothing_else_s_place(world):
    """Signed: the first stops, the second moves as 2 and 3; amended, the first moves as 1 and 4."""
    document = decide(world, make.move(world), world.service, Decision.STOP)
    document = make.started(world, document)
    amendment = make.amend(world, document)
    amendment = decide(world, amendment, world.service, Decision.MOVE)
    signed = {number for number, _action, service in items(document) if service == world.other.pk}
    assert not signed & {number for number, _action, _service in items(amendment)}


def test_a_foreign_service_is_not_decided_about(world):
    document = make.move(world)
    other = make.world()
    with pytest.raises(Unsound):
        decide(world, document, other.service, Decision.STOP)
    with pytest.raises(NotPermitted):
        decide(world, document, world.service, Decision.STOP, world.operations)


@pytest.mark.parametrize("service_id", ["a\x00b", "half \ud83d", "", "SVC-1.2", "ß" * 10_000])
def test_what_is_no_service_has_no_place(world, service_id):
    document = make.move(world)
    assert find_place(document, f"decision.{service_id}") is None
    assert find_place(make.change(make.replace_service(world)), "decision.x") is None
