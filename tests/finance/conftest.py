"""A company, its people and browsers, on the day of the tests."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Customer
from accounts.roles import CustomerRole, StaffRole
from finance import operations
from services.cancellation import open_case
from services.models import CancellationCase
from tests.accounts import make as people
from tests.macd import make
from tests.recall import recall

RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ONE_DAY = timedelta(days=1)
LAST = date(2026, 4, 30)
ON_THE_DAY = datetime(2026, 5, 1, 6, 0, tzinfo=UTC)


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


@recall
def noticed(world: make.World) -> CancellationCase:
    """A notice of the company's signatory."""
    return open_case(
        customer_id=world.customer.pk,
        by=world.signatory,
        at=RECEIVED,
        channel="page",
        reason="We merge.",
    )


@pytest.fixture
def case(world: make.World) -> CancellationCase:
    """The case that a notice of the company's signatory opened."""
    return noticed(world)


def workers(customer: Customer, count: int | None) -> None:
    """Say how many workers a company has."""
    customer.worker_count = count
    customer.worker_count_on = make.TODAY if count is not None else None
    customer.worker_count_source = "NSSO" if count is not None else ""
    customer.save()


@pytest.fixture
def colleague(world: make.World):
    """A second person of finance."""
    return people.staff(StaffRole.FINANCE, name="Frank Finance")


def as_(world: make.World, person, at=make.AT):
    """Who does something, where they stand, and when."""
    return {"person": person, "by": world.by(person), "at": at}


def choose(world: make.World, case, mode="fixed", *, last=None, note="As agreed", person=None):
    """Let finance choose the same end for every agreement of a case; ``last``: the last day."""
    for row in case.agreements.select_related("case", "agreement"):
        operations.choose_end(
            row=row,
            mode=mode,
            ends_on=last + ONE_DAY if last else None,
            note=note,
            **as_(world, person or world.finance),
        )


def accepted(world: make.World, case, last=LAST):
    """Accept a notice, all agreements ending on the same day."""
    choose(world, case, last=last)
    operations.accept(case=case, **as_(world, world.finance))
    case.refresh_from_db()
    return case
