"""Taking single items out of what was sent and is not approved yet."""

import pytest

from macd import queries
from macd.models import FieldChange
from macd.refusals import NotPermitted, Stale, Unsound
from macd.vocabulary import ChangeState, Side
from services.claims import open_claims
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


def _two(world):
    periods = [world.period(), world.period(world.other)]
    document = make.draft(world, "change", periods=periods)
    wanted = {f"line.{n}.desired.speed": "700" for n in (1, 2)}
    document = make.fill(world, document, **{"request.requested_on": make.WANTED, **wanted})
    return make.in_review(world, document)


def test_rule_18_an_item_is_withdrawn_before_the_signature(world):
    """Before approval an item is taken out: its service is free, the next version is without."""
    document = make.line_step(world, _two(world), 1, "withdraw", world.requester)
    assert [line.number for line in document.lines.all()] == [2]
    assert not open_claims([world.service.pk]).exists()
    assert open_claims([world.other.pk]).exists()
    document = make.owed(world, document, Side.PROVIDER)
    document = make.step(world, document, "approve", world.manager, seen=document.content_hash)
    numbers = [v.content["lines"] for v in document.versions.order_by("number")]
    assert [len(lines) for lines in numbers] == [2, 1]
    assert document.events.filter(step="line_withdraw", line_number=1).count() == 1


def test_rule_18_the_last_item_is_the_whole_request(world):
    """Taking out the last item is refused and leads to withdrawing the request."""
    document = make.line_step(world, _two(world), 1, "withdraw", world.requester)
    with pytest.raises(Unsound, match="whole request"):
        make.line_step(world, document, 2, "withdraw", world.requester)


def test_what_is_approved_is_taken_back_first(world):
    document = make.owed(world, _two(world), Side.PROVIDER)
    document = make.step(world, document, "approve", world.manager, seen=document.content_hash)
    with pytest.raises(Stale):
        make.line_step(world, document, 1, "withdraw", world.requester)


def test_only_the_customer_takes_an_item_out(world):
    with pytest.raises(NotPermitted):
        make.line_step(world, _two(world), 1, "withdraw", world.manager)


def test_a_moved_service_leaves_with_both_its_lines(world):
    document = make.in_review(world, make.move(world))
    document = make.line_step(world, document, 1, "withdraw", world.requester)
    assert [line.number for line in queries.whole(document.pk).lines.all()] == [3, 4]


def test_what_was_suggested_about_it_waits_for_nobody(world):
    document = _two(world)
    make.fill(world, document, world.manager, **{"line.1.desired.speed": "800"})
    make.line_step(world, document, 1, "withdraw", world.requester)
    change = FieldChange.objects.get(
        document=document, path="line.1.desired.speed", side="provider"
    )
    assert change.state == ChangeState.DECLINED
