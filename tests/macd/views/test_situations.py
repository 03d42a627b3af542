"""What there is to choose from when a request is started."""

import pytest
from django.http import Http404

from accounts.roles import CustomerRole
from macd.forms.add import AddForm
from macd.forms.change import ChangeForm
from macd.forms.start import NOWHERE
from macd.views.situations import (
    customers_to_start_for,
    may_start_for,
    office_of_service,
    service_or_404,
    situation_for,
)
from tests.accounts import make as people
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def test_people_start_for_their_own_companies():
    world = make.world()
    people.membership(CustomerRole.VIEWER, person=world.requester)
    assert customers_to_start_for(world.by(world.requester), "") == [world.customer]
    assert customers_to_start_for(world.by(world.signatory), "") == []


def test_staff_say_for_whom():
    world = make.world()
    wanted = str(world.customer.public_id)
    assert customers_to_start_for(world.by(world.manager), "") == []
    assert customers_to_start_for(world.by(world.manager), wanted) == [world.customer]
    assert may_start_for(world.by(world.manager), world.customer)
    assert not may_start_for(world.by(world.operations), world.customer)


@pytest.mark.parametrize("wanted", ["", "x", "11111111-1111-4111-8111-111111111111", "\x00"])
def test_a_foreign_company_is_not_found(wanted):
    world = make.world()
    other = people.customer()
    with pytest.raises(Http404):
        customers_to_start_for(world.by(world.requester), wanted or str(other.public_id))


def test_a_place_has_its_services_or_the_catalogue():
    world = make.world()
    by, place = world.by(world.requester), str(world.office.public_id)
    changed = situation_for(by, world.customer, ChangeForm, place, on=make.TODAY)
    assert changed.office == world.office
    assert {period.service for period in changed.periods} == {world.service, world.other}
    assert list(changed.offerings) == []
    added = situation_for(by, world.customer, AddForm, place, on=make.TODAY)
    assert (list(added.periods), world.plus in added.offerings) == ([], True)


def test_what_is_tied_to_no_office_has_a_place_too():
    world = make.world()
    mobile = stock.installed(world.customer)
    by = world.by(world.requester)
    assert office_of_service(by, world.customer, mobile.service_id, on=make.TODAY) == NOWHERE
    found = situation_for(by, world.customer, ChangeForm, NOWHERE, on=make.TODAY)
    assert [period.service for period in found.periods] == [mobile]


def test_a_service_of_others_is_not_found():
    world = make.world()
    foreign = stock.installed(people.customer())
    by = world.by(world.requester)
    for unknown in (foreign.service_id, "\x00", ""):
        with pytest.raises(Http404):
            service_or_404(by, unknown)
    assert service_or_404(by, world.service.service_id) == world.service
