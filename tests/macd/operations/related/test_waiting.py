"""One request after the other."""

import pytest

from macd import operations, queries
from macd.conflicts import conflicts_among
from macd.models import Wait
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from macd.vocabulary import Happening, Side, Status, Step
from services.claims import open_claims
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


@pytest.fixture
def first(world):
    """A change of the service, sent."""
    return make.submitted(world)


def wait(world, document, other, person=None):
    by = world.by(person or world.requester)
    return operations.wait_for(document=document, other=other, by=by, at=make.AT)


def faster(world):
    return make.draft_change(world, **{"line.1.desired.speed": "900"})


def test_rule_05_what_clashes_is_sent_when_it_waits_for_the_other(world, first):
    """100 → 500 is open; 100 → 900 is refused, waits for it, and is then sent and held as well."""
    second = faster(world)
    with pytest.raises(Unsound, match=r"cannot be sent"):
        make.step(world, second, Step.SUBMIT, world.requester)
    second = wait(world, second, first)
    second = make.step(world, second, Step.SUBMIT, world.requester)
    assert second.status == Status.SUBMITTED
    assert open_claims([world.service.pk]).count() == 2
    rows = list(queries.with_lines(queries.documents_for(world.by(world.manager))))
    assert conflicts_among(rows) == {}


def test_rule_05_it_is_approved_once_the_other_has_ended(world, first):
    """Both sides read that it waits; when the other is withdrawn they are told to go on."""
    second = wait(world, faster(world), first)
    second = make.owed(world, make.in_review(world, second), Side.PROVIDER)
    with pytest.raises(StepDenied, match=first.number):
        make.step(world, second, Step.APPROVE, world.manager, seen=second.content_hash)
    make.step(world, first, Step.WITHDRAW, world.requester, note="The other will do.")
    turn = second.events.get(step=Happening.TURN)
    assert turn.facts["other"] == first.number
    assert not Wait.objects.exists()
    told = {m.recipient for m in make.messages(second, "mail")}
    assert told
    second = make.step(world, second, Step.APPROVE, world.manager, seen=second.content_hash)
    assert second.status == Status.AWAITING_SIGNATURE


def test_the_first_goes_on_as_if_there_were_no_second(world, first):
    second = wait(world, faster(world), first)
    make.step(world, second, Step.SUBMIT, world.requester)
    first = make.step(world, first, Step.TAKE_UP, world.manager)
    first = make.owed(world, first, Side.PROVIDER)
    first = make.fill(world, first, **{"line.1.desired.speed": "600"})
    first = make.step(world, first, Step.APPROVE, world.manager, seen=first.content_hash)
    assert first.status == Status.AWAITING_SIGNATURE


def test_who_waits_no_longer_is_refused_as_before(world, first):
    second = wait(world, faster(world), first)
    by = world.by(world.requester)
    second = operations.wait_no_longer(document=second, other=first, by=by, at=make.AT)
    with pytest.raises(Unsound):
        make.step(world, second, Step.SUBMIT, world.requester)
    steps = list(second.events.values_list("step", flat=True))
    assert steps[-2:] == [Happening.WAIT, Happening.GO_ON]
    again = operations.wait_no_longer(document=second, other=first, by=by, at=make.AT)
    assert again.revision == second.revision


def test_two_never_wait_for_each_other(world, first):
    second = wait(world, faster(world), first)
    third = wait(world, faster(world), second)
    for other in (second, third):
        with pytest.raises(StepDenied, match="cannot wait for each other"):
            wait(world, first, other)
    assert wait(world, second, first).revision == second.revision


def test_only_who_completes_it_and_only_before_it_is_approved(world, first):
    second = faster(world)
    with pytest.raises(NotPermitted):
        wait(world, second, first, world.signatory)
    approved = make.approved(make.replace_service(world))
    with pytest.raises(Stale):
        wait(world, approved, first)
    make.step(world, first, Step.WITHDRAW, world.requester, note="No.")
    with pytest.raises(Stale):
        wait(world, second, first)


def test_rule_03_only_for_a_request_of_the_same_company(world):
    other = make.world()
    with pytest.raises(Unsound):
        wait(world, faster(world), make.submitted(other))
    stranger = people.membership(customer=other.customer).person
    with pytest.raises(NotPermitted):
        wait(world, faster(world), make.submitted(world), stranger)
