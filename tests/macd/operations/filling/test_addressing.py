"""The address of the office that a draft opens."""

from datetime import timedelta

import pytest

from macd import operations
from macd.refusals import NotPermitted, StepDenied
from offices.models import Office
from offices.operations import open_planned_office
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
ADDRESS = {"street": "Bruul", "number": "1", "postcode": "1000", "municipality": "Mechelen"}


def opening(world):
    """A draft that opens an office whose postcode was mistyped."""
    facts = {"customer_id": world.customer.pk, "name": "Taproom", "code": "MEC", **ADDRESS}
    return make.add(world, office=open_planned_office(**facts, at=make.AT))


def correct(world, document, person=None, **address):
    by = world.by(person or world.requester)
    later = make.AT + timedelta(minutes=5)
    return operations.correct_address(document=document, address=address, by=by, at=later)


def test_rule_39_the_address_of_a_new_office_is_corrected_while_it_is_a_draft():
    world = make.world()
    document = opening(world)
    corrected = correct(world, document, postcode="2800")
    office = Office.objects.get(pk=document.office_id)
    assert (office.postcode, office.telephone_zone) == ("2800", "015")
    assert corrected.content_hash != document.content_hash
    assert correct(world, corrected, postcode="2800").content_hash == corrected.content_hash


def test_rule_39_an_address_that_is_known_otherwise_or_was_sent_stays():
    world = make.world()
    with pytest.raises(StepDenied, match="no longer be changed"):
        correct(world, make.add(world), street="Elsewhere")
    document = opening(world)
    make.add(world, office=document.office)
    with pytest.raises(StepDenied, match="no longer be changed"):
        correct(world, document, street="Elsewhere")
    with pytest.raises(NotPermitted):
        correct(world, document, world.manager, street="Elsewhere")
    sent = make.step(world, document, "submit", world.requester)
    with pytest.raises(StepDenied):
        correct(world, sent, street="Elsewhere")
    assert Office.objects.get(pk=document.office_id).street == "Bruul"
