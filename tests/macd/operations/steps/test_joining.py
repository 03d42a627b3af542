"""Two requests become one."""

import pytest

from macd import operations, queries
from macd.models import Wait
from macd.refusals import NotPermitted, StepDenied, Unsound
from macd.vocabulary import Happening, LineStatus, Side, Status, Step
from services.claims import open_claims
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


def join(world, document, into, person=None):
    by = world.by(person or world.requester)
    return operations.join(document=document, into=into, by=by, at=make.AT)


def change_other(world):
    draft = make.draft(world, "change", periods=[world.period(world.other)])
    return make.fill(
        world, draft, **{"request.requested_on": make.WANTED, "line.1.desired.speed": "700"}
    )


def test_rule_05_a_draft_goes_into_another_with_all_that_it_asks(world):
    """Two drafts about two services become one request with two items; the first ends."""
    first, second = make.change(world), change_other(world)
    joined = join(world, second, first)
    assert [line.service for line in joined.lines.all()] == [world.service, world.other]
    assert [line.number for line in joined.lines.all()] == [1, 2]
    gone = queries.whole(second.pk)
    assert gone.status == Status.EXPIRED
    assert gone.events.get(step=Step.MERGE).facts["into"] == joined.number
    assert joined.events.get(step=Happening.JOIN).facts["from"] == second.number
    sent = make.step(world, joined, Step.SUBMIT, world.requester)
    assert sent.status == Status.SUBMITTED


def test_rule_05_what_both_ask_of_one_service_is_asked_once(world):
    """One wants another service and 500, the other 900: it becomes the other service with 900."""
    first = make.change(world)
    faster = make.draft_change(world, **{"line.1.desired.speed": "900"})
    [line] = join(world, faster, first).lines.all()
    assert (line.offering_version, line.desired["speed"]) == (world.extra, 900)
    assert line.price_after == 90


def test_rule_05_the_account_manager_joins_what_was_sent(world):
    """Two colleagues sent requests about one office: in review they become one, with both held."""
    first = make.in_review(world, make.change(world))
    second = make.in_review(world, change_other(world))
    joined = join(world, second, first, world.manager)
    assert joined.status == Status.IN_REVIEW
    holders = {c.holder for c in open_claims([world.service.pk, world.other.pk])}
    assert holders == {f"{joined.number}/1", f"{joined.number}/2"}
    gone = queries.whole(second.pk)
    assert (gone.status, gone.lines.get().status) == (Status.CANCELLED, LineStatus.WITHDRAWN)
    passed = [e.to_status for e in gone.events.filter(step=Step.MERGE)]
    assert passed == [Status.WITHDRAWAL_REQUESTED, Status.WITHDRAWING, Status.CANCELLED]
    joined = make.owed(world, joined, Side.PROVIDER)
    joined = make.step(world, joined, Step.APPROVE, world.manager, seen=joined.content_hash)
    assert joined.status == Status.AWAITING_SIGNATURE
    assert joined.version == 2


def test_what_waited_for_the_one_waits_for_both(world):
    first, second = make.change(world), change_other(world)
    third = make.draft(world, "delete", periods=[world.period(world.other)])
    by = world.by(world.requester)
    operations.wait_for(document=third, other=second, by=by, at=make.AT)
    operations.wait_for(document=first, other=second, by=by, at=make.AT)
    join(world, second, first)
    assert [(w.document, w.other) for w in Wait.objects.all()] == [(third, first)]
    assert not third.events.filter(step=Happening.TURN).exists()


def test_some_stay_apart_and_say_why(world):
    first = make.change(world)
    elsewhere = make.draft(world, "change", office=world.elsewhere)
    add = make.draft(world, "add", offerings=[world.plus])
    moves = [make.move(world), make.move(world)]
    said = {
        "two kinds": (add, first),
        "different offices": (first, elsewhere),
        "stay apart": moves,
        "same company": (first, first),
    }
    for words, (document, into) in said.items():
        with pytest.raises(StepDenied, match=words):
            join(world, document, into)
    approved = make.approved(make.replace_service(world))
    with pytest.raises(StepDenied, match="as they are"):
        join(world, first, approved)
    with pytest.raises(Unsound):
        make.step(world, first, Step.MERGE, world.requester)


def test_only_who_may_write_in_both(world):
    first, second = make.change(world), change_other(world)
    with pytest.raises(NotPermitted):
        join(world, second, first, world.signatory)
    colleague = people.membership("company_administrator", customer=world.customer).person
    theirs = make.draft(world, "change", by=colleague, periods=[world.period(world.other)])
    sent = make.in_review(world, make.change(world))
    with pytest.raises(NotPermitted):
        join(world, sent, theirs, world.operations)
    assert join(world, theirs, sent, colleague).lines.count() == 2
