"""The life of an office: planned, active, closed, or gone with a refused document."""

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from offices.models import Office, OfficeStatus
from offices.operations import (
    OfficeRefused,
    activate_office,
    close_office,
    discard_office,
    open_planned_office,
)
from tests.accounts import make as accounts
from tests.services import make as services

ADDRESS = {
    "street": "Markt",
    "number": "1",
    "postcode": "8000",
    "municipality": "Brugge",
}


def planned(**fields):
    facts = {"customer_id": accounts.customer().pk, "name": "Bruges", "code": "BRG", **ADDRESS}
    return open_planned_office(**{**facts, **fields}, at=services.AT)


def test_a_new_office_is_planned_and_knows_its_zone(system):
    """Rule 39."""
    office = planned()
    assert (office.status, office.telephone_zone) == (OfficeStatus.PLANNED, "050")
    assert AuditEvent.objects.filter(event="office.planned").count() == 1
    assert planned(postcode="2870").telephone_zone == ""
    assert planned(postcode="2870", telephone_zone="03").telephone_zone == "03"
    assert planned(postcode="59000", country="FR").telephone_zone == ""


def test_a_taken_code_is_refused(system):
    office = planned()
    with pytest.raises(IntegrityError, match="one_office_per_code"), transaction.atomic():
        planned(customer_id=office.customer_id)


def test_active_with_its_first_service_closed_with_its_last(system):
    office = planned()
    assert activate_office(office=office, at=services.AT)
    assert not activate_office(office=office, at=services.AT)
    assert close_office(office=office, at=services.AT)
    assert not close_office(office=office, at=services.AT)
    office.refresh_from_db()
    assert office.status == OfficeStatus.CLOSED
    assert not activate_office(office=office, at=services.AT)
    events = AuditEvent.objects.order_by("id").values_list("event", flat=True)
    assert list(events) == ["office.planned", "office.active", "office.closed"]


def test_a_planned_office_vanishes(system):
    """Rule 39: with a refused document."""
    office = planned()
    discard_office(office=office, at=services.AT)
    assert not Office.objects.filter(code="BRG").exists()


def test_one_that_is_referred_to_is_closed_instead(system):
    office = planned()
    customer = office.customer
    services.installed(customer, office=office)
    discard_office(office=office, at=services.AT)
    assert Office.objects.get(pk=office.pk).status == OfficeStatus.CLOSED


def test_an_active_office_is_not_discarded(system):
    office = planned()
    activate_office(office=office, at=services.AT)
    with pytest.raises(OfficeRefused, match="not planned any more"):
        discard_office(office=office, at=services.AT)
