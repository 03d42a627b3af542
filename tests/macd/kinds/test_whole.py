"""An amendment is judged with what goes on beside it."""

import pytest

from macd.vocabulary import Side, Status, Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


def test_rule_19_a_move_is_judged_with_the_services_that_go_on(world):
    """One moved service changed: the other one counts as decided, as it was signed."""
    document = make.started(world, make.move(world))
    later = make.owed(world, make.amend(world, document), Side.CUSTOMER)
    later = make.fill(world, later, **{"request.requested_on": "2026-06-01"})
    assert make.started(world, later).status == Status.IN_DELIVERY
    assert make.statuses(document) == {
        1: "superseded", 2: "superseded", 3: "planned", 4: "planned"
    }  # fmt: skip


def test_rule_19_what_was_not_delivered_is_not_for_an_amendment_to_mend(world):
    """One service could not move: the other one's item is still amended, and sent."""
    document = make.started(world, make.move(world))
    failed = make.line_step(world, document, 4, "fail", world.operations, note="No line there.")
    assert make.statuses(failed)[3] == "failed"
    later = make.owed(world, make.amend(world, failed), Side.CUSTOMER)
    later = make.fill(world, later, **{"request.requested_on": "2026-06-01"})
    assert make.step(world, later, Step.SUBMIT, world.requester).status == Status.SUBMITTED
