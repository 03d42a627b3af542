"""A company, its people and browsers, on the day of the tests."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import Customer
from accounts.roles import CustomerRole
from services.cancellation import open_case
from tests.accounts import make as people
from tests.macd import make

RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def world(system: None, settings) -> make.World:
    """A company with two services, in an installation whose clock runs on the tests' day."""
    settings.MACD_CLOCK = make.AT.isoformat()
    return make.world()


@pytest.fixture
def administrator(world: make.World):
    """Somebody who administers the company, and so may give notice."""
    return people.membership(CustomerRole.COMPANY_ADMINISTRATOR, customer=world.customer).person


@pytest.fixture
def browser():
    """A signed-in browser of somebody."""

    def signed_in(person, *, proven: bool = False) -> Client:
        client = Client()
        client.force_login(person)
        if proven:
            client.post("/accounts/reauthenticate/", {"password": "correct horse"})
        return client

    return signed_in


@pytest.fixture
def case(world: make.World):
    """A notice of the company's signatory."""
    return open_case(
        customer_id=world.customer.pk,
        by=world.signatory,
        at=RECEIVED,
        channel="page",
        reason="We merge.",
    )


def workers(customer: Customer, count: int | None) -> None:
    """Say how many workers a company has."""
    customer.worker_count = count
    customer.worker_count_on = make.TODAY if count is not None else None
    customer.worker_count_source = "NSSO" if count is not None else ""
    customer.save()
