"""To which office a user or a SIM belongs."""

import pytest

from audit.models import AuditEvent
from offices.models import OfficeStatus
from services.selfservice import SelfServiceRefused, move_home
from tests.offices import make as places
from tests.services import make
from tests.services.selfservice.world import installed_user, world

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def helped():
    return world()


def move(helped, user, to):
    move_home(service=user, to=to, person_id=helped.person.pk, at=make.AT)
    user.refresh_from_db()
    return user


def test_rule_35_a_user_moves_to_another_office_with_the_numbers_that_move_along(helped):
    """The emergency services go to the new office; a number that is tied to a zone stays."""
    user = installed_user(helped)
    old, new = places.office(helped.customer), places.office(helped.customer)
    move(helped, user, old)
    along = make.number(user, use="nomadic", office=old, emergency_address=old.address)
    tied = make.number(user, office=old, emergency_address=old.address)
    assert move(helped, user, new).home_office == new
    along.refresh_from_db()
    tied.refresh_from_db()
    assert (along.office, along.emergency_address) == (new, new.address)
    assert (tied.office, tied.emergency_address) == (old, old.address)
    assert move(helped, user, None).home_office is None
    along.refresh_from_db()
    assert (along.office, along.emergency_address) == (None, "")


def test_it_is_on_record_once(helped):
    user, office = installed_user(helped), places.office(helped.customer)
    for _twice in range(2):
        move(helped, user, office)
    event = AuditEvent.objects.get(event="self_service.home")
    assert (event.person_id, event.reference) == (helped.person.pk, user.service_id)
    assert event.facts == {"office": str(office.public_id)}


def test_nobody_belongs_to_a_closed_office(helped):
    user = installed_user(helped)
    closed = places.office(helped.customer, status=OfficeStatus.CLOSED)
    with pytest.raises(SelfServiceRefused):
        move(helped, user, closed)
    user.refresh_from_db()
    assert user.home_office is None
