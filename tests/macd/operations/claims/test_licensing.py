"""A licence taken at the last moment (rule 46)."""

from datetime import date

import pytest

from macd import operations
from macd.refusals import Unsound
from macd.vocabulary import Kind, Step
from services.selfservice import add_user
from tests.macd import make
from tests.services.selfservice import world as helping


@pytest.fixture
def world(system):
    return make.world()


def test_rule_46_a_licence_reserved_since_the_draft_is_not_given_up(world):
    """A user was added while the decrease was being drafted: sending it is refused."""
    helped = helping.world(customer=world.customer, licences=2)
    document = operations.open_draft(
        kind=Kind.CHANGE,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(world.requester),
        at=make.AT,
        periods=[world.period(helped.licences)],
    )
    document = operations.change_fields(
        document=document,
        values={"line.1.quantity": "1", "request.requested_on": date(2026, 5, 4).isoformat()},
        by=world.by(world.requester),
        at=make.AT,
    )
    for name in ("Ann", "Bob"):
        add_user(
            customer_id=world.customer.pk,
            version=helped.user,
            configuration={"user_name": name},
            person_id=helped.person.pk,
            at=make.AT,
        )
    with pytest.raises(Unsound) as refused:
        make.step(world, document, Step.SUBMIT, world.requester)
    assert "2 licences are in use" in str(refused.value.message)
