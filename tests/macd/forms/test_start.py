"""What each kind asks to begin with."""

import pytest

from macd.forms.add import AddForm
from macd.forms.change import ChangeForm
from macd.forms.delete import DeleteForm
from macd.forms.move import MoveForm
from macd.forms.start import NEW, NOWHERE, Situation
from macd.forms.starting import START_FORMS, start_form_for
from macd.vocabulary import Kind
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def situation(world, place="", **more):
    facts = {
        "offices": [world.office, world.elsewhere],
        "periods": [world.period(), world.period(world.other)],
        "offerings": [world.plus, world.extra],
        **more,
    }
    return Situation(customer=world.customer, on=make.TODAY, place=place, **facts)


def test_every_kind_has_its_form():
    assert set(START_FORMS) == set(Kind)
    assert all(START_FORMS[kind].kind == kind for kind in Kind)
    with pytest.raises(KeyError):
        start_form_for("lend")


@pytest.mark.parametrize(("form_class", "kind"), [(ChangeForm, "change"), (DeleteForm, "delete")])
def test_services_of_a_place_are_ticked(form_class, kind):
    world = make.world()
    place = str(world.office.public_id)
    data = {"office": place, "services": [world.service.service_id]}
    form = form_class(situation(world, place), data)
    assert form.is_valid(), form.errors
    assert form.facts() == {"office": world.office, "periods": [world.period()]}
    assert form.address() == {}


def test_what_is_open_on_a_service_is_said():
    world = make.world()
    place = str(world.office.public_id)
    form = ChangeForm(situation(world, place, taken={world.service.pk: "MACD-2026-00009"}))
    labels = dict(form.fields["services"].choices)
    assert "MACD-2026-00009" in labels[world.service.service_id]
    assert "MACD" not in labels[world.other.service_id]


def test_without_an_office_only_what_needs_none_is_offered():
    world = make.world()
    nomadic = stock.version(site_bound=False, family="mobile")
    here = situation(world, NOWHERE, offerings=[world.plus, nomadic])
    [(_family, choices)] = AddForm(here).fields["offerings"].choices
    assert [code for code, _label in choices] == [nomadic.offering.code]


def test_an_addition_at_a_new_office_needs_the_address():
    world = make.world()
    data = {"office": NEW, "offerings": [world.plus.offering.code]}
    form = AddForm(situation(world, NEW), data)
    assert not form.is_valid()
    needed = {"name", "street", "number", "postcode", "municipality", "country"}
    assert set(form.errors) == needed


def test_a_move_takes_what_is_tied_to_the_office():
    world = make.world()
    nomadic = stock.installed(
        world.customer, office=world.office, offering_version=stock.version(site_bound=False)
    )
    place = str(world.office.public_id)
    here = situation(world, place, periods=[world.period(), world.period(nomadic)])
    data = {"office": place, "to_office": str(world.elsewhere.public_id)}
    form = MoveForm(here, data)
    assert form.is_valid(), form.errors
    assert form.facts() == {
        "office": world.office,
        "to_office": world.elsewhere,
        "periods": [world.period()],
    }
    assert form.address() == {}


def test_a_move_does_not_lead_to_where_it_starts():
    world = make.world()
    place = str(world.office.public_id)
    form = MoveForm(situation(world, place), {"office": place, "to_office": place})
    assert not form.is_valid()
    assert list(form.errors) == ["to_office"]


def test_staff_say_for_whom_and_who_asked():
    world = make.world()
    place = str(world.office.public_id)
    here = situation(world, place, as_staff=True, requesters=[world.requester])
    data = {"office": place, "services": [world.service.service_id]}
    form = ChangeForm(here, data)
    assert not form.is_valid()
    assert set(form.errors) == {"requester", "asked_by", "asked_channel", "received_on"}
    origin = {
        "requester": str(world.requester.pk),
        "asked_by": "Ann",
        "asked_channel": "phone",
        "received_on": "2026-03-01",
    }
    form = ChangeForm(here, data | origin)
    assert form.is_valid(), form.errors
    assert form.origin()["requester_id"] == world.requester.pk
    assert ChangeForm(situation(world, place), data).origin() == {}
