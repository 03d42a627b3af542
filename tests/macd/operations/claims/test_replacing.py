"""What an amendment does to the items it changes: held, replaced, given back."""

import pytest

from macd.refusals import Stale, StepDenied
from macd.vocabulary import Status, Step
from services.inventory import state_on
from signing.models import Seal
from signing.verify import Finding, standing
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


@pytest.fixture
def both(world):
    return make.both(world)


def test_rule_19_touched_items_wait_and_the_others_go_on(world, both):
    """Sent, the changed item is on hold; the untouched one is delivered meanwhile."""
    amendment = make.step(
        world, make.wanting(world, make.amend(world, both)), Step.SUBMIT, world.requester
    )
    assert make.statuses(both) == {1: "held", 2: "planned"}
    make.line_step(world, both, 2, "deliver", world.operations)
    with pytest.raises(Stale):
        make.line_step(world, both, 1, "deliver", world.operations)
    assert make.statuses(both) == {1: "held", 2: "delivered"}
    assert amendment.status == Status.SUBMITTED


def test_rule_19_signed_it_takes_the_place_of_what_it_changes(world, both):
    """Signed, the replaced item is superseded, the seal says so, and the new item is delivered."""
    amendment = make.started(world, make.wanting(world, make.amend(world, both)))
    assert make.statuses(both) == {1: "superseded", 2: "planned"}
    assert amendment.version > both.version
    assert amendment.status == Status.IN_DELIVERY
    make.line_step(world, amendment, 1, "deliver", world.operations)
    assert state_on(world.service, make.TODAY).configuration["speed"] == 900


@pytest.mark.parametrize(
    ("step", "person"), [(Step.REJECT, "manager"), (Step.WITHDRAW, "requester")]
)
def test_rule_19_an_amendment_that_comes_to_nothing_gives_the_items_back(world, both, step, person):
    """Refused or withdrawn, the items go on as they were signed."""
    amendment = make.step(
        world, make.wanting(world, make.amend(world, both)), Step.SUBMIT, world.requester
    )
    make.step(world, amendment, step, getattr(world, person), note="No.")
    assert make.statuses(both) == {1: "planned", 2: "planned"}
    make.line_step(world, both, 1, "deliver", world.operations)
    assert state_on(world.service, make.TODAY).configuration["speed"] == 700
    assert make.amend(world, both, 2).number == f"{both.number}-3"


def test_rule_18_delivered_while_the_amendment_was_written(world, both):
    """A draft amendment holds nothing; sent after the delivery, it is refused."""
    amendment = make.wanting(world, make.amend(world, both))
    make.line_step(world, both, 1, "deliver", world.operations)
    with pytest.raises(StepDenied, match="new request"):
        make.step(world, amendment, Step.SUBMIT, world.requester)


def test_rule_19_verification_says_that_the_signed_version_is_superseded(world, both):
    """Asked for the signed version, the ledger names the amendment's version that holds now."""
    seal = Seal.objects.create(
        reference=both.number,
        version=both.version,
        content_hash=both.content_hash,
        code="7K3M-0QXZ-9R2T-HV5C",
        certificate_fingerprint="0" * 64,
        sealed_at=make.AT,
    )
    amendment = make.agreed(world, make.wanting(world, make.amend(world, both)))
    seal.refresh_from_db()
    assert seal.superseded_by == amendment.version
    assert standing(seal).verdict == Finding.SUPERSEDED
