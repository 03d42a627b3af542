"""A planned office goes with the document that asked for it."""

import pytest

from macd import operations
from macd.vocabulary import Kind, Step
from offices.models import Office, OfficeStatus
from offices.operations import open_planned_office
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def planned(world):
    return open_planned_office(
        customer_id=world.customer.pk, name="New", code="NEW", at=make.AT, street="Kaai",
        number="1", postcode="9000", municipality="Gent",
    )  # fmt: skip


def addition(world, office):
    return operations.open_draft(
        kind=Kind.ADD, customer=world.customer, requester_id=world.requester.pk,
        by=world.by(world.requester), at=make.AT, office=office, offerings=[world.plus],
    )  # fmt: skip


def test_rule_39_it_vanishes_with_the_last_document_about_it():
    world = make.world()
    office = planned(world)
    first, second = addition(world, office), addition(world, office)
    make.step(world, first, Step.DISCARD, world.requester)
    assert Office.objects.get(pk=office.pk).status == OfficeStatus.PLANNED
    make.step(world, second, Step.DISCARD, world.requester)
    assert Office.objects.get(pk=office.pk).status == OfficeStatus.CLOSED


def test_an_office_that_works_stays():
    world = make.world()
    make.step(world, make.change(world), Step.DISCARD, world.requester)
    assert Office.objects.get(pk=world.office.pk).status == OfficeStatus.ACTIVE
