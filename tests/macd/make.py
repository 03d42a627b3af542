"""A small company with its account manager, an office and services; call inside `as_system`."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from accounts.models import Customer, Person
from accounts.roles import CustomerRole, StaffRole
from accounts.standing import Standing, standing_of
from macd import operations
from macd.models import Document
from macd.vocabulary import Kind, Step
from offices.models import Office, OfficeStatus
from services.inventory import state_on
from services.models import Agreement, OfferingVersion, Service, ServicePeriod, UpgradePath
from tests.accounts import make as people
from tests.services import make as stock

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
WANTED = "2026-05-04"


@dataclass
class World:
    """Everybody and everything that a request needs."""

    customer: Customer
    requester: Person
    signatory: Person
    manager: Person
    operations: Person
    finance: Person
    office: Office
    elsewhere: Office
    agreement: Agreement
    plus: OfferingVersion
    extra: OfferingVersion
    service: Service
    other: Service
    standings: dict[int, Standing] = field(default_factory=dict)

    def by(self, person: Person) -> Standing:
        """Where a person stands on the day of the tests."""
        return standing_of(person, on=TODAY)

    def period(self, service: Service | None = None) -> ServicePeriod:
        """What a service is on the day of the tests."""
        period = state_on(service or self.service, TODAY)
        assert period is not None
        return period


def office(customer: Customer, code: str, **fields: Any) -> Office:
    """Make an active office in Ghent unless told otherwise."""
    defaults = {
        "name": f"Office {code}",
        "street": "Korenmarkt",
        "number": "1",
        "postcode": "9000",
        "municipality": "Gent",
        "telephone_zone": "09",
        "status": OfficeStatus.ACTIVE,
    }
    return Office.objects.create(customer=customer, code=code, **{**defaults, **fields})


def world(**customer_fields: Any) -> World:
    """Make the company, with two services of which one has an upgrade path."""
    manager = people.staff(name="Anke Manager")
    customer = people.customer(account_manager=manager, **customer_fields)
    requester = people.membership(CustomerRole.REQUESTER, customer=customer).person
    signatory = people.membership(CustomerRole.SIGNATORY, customer=customer).person
    here, there = office(customer, "GNT"), office(customer, "BRG", postcode="8000")
    agreement = stock.agreement(customer)
    plus = stock.version(names=stock.names("SmartFit Internet Plus"))
    extra = stock.version(names=stock.names("SmartFit Internet Extra"), recurring_price="90.0000")
    UpgradePath.objects.create(source=plus.offering, target=extra.offering)
    return World(
        customer=customer,
        requester=requester,
        signatory=signatory,
        manager=manager,
        operations=people.staff(StaffRole.OPERATIONS, name="Omar Operations"),
        finance=people.staff(StaffRole.FINANCE, name="Fien Finance"),
        office=here,
        elsewhere=there,
        agreement=agreement,
        plus=plus,
        extra=extra,
        service=stock.installed(customer, office=here, offering_version=plus, agreement=agreement),
        other=stock.installed(customer, office=here, agreement=agreement),
    )


def change(world: World, **values: Any) -> Document:
    """A draft that turns Plus into Extra."""
    document = operations.open_draft(
        kind=Kind.CHANGE,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(world.requester),
        at=AT,
        office=world.office,
        periods=[world.period()],
    )
    wanted = {
        "request.requested_on": WANTED,
        "line.1.offering": world.extra.offering.code,
        "line.1.desired.speed": "500",
        **values,
    }
    return operations.change_fields(
        document=document, values=wanted, by=world.by(world.requester), at=AT
    )


def submitted(world: World) -> Document:
    """The same, sent."""
    return step(world, change(world), Step.SUBMIT, world.requester)


def approved(world: World) -> Document:
    """The same, taken up, completed and approved."""
    document = step(world, submitted(world), Step.TAKE_UP, world.manager)
    document = operations.change_fields(
        document=document,
        values={"planning.committed_on": "2026-05-06"},
        by=world.by(world.manager),
        at=AT,
    )
    return step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)


def signed(world: World) -> Document:
    """The same, signed."""
    document = approved(world)
    return step(
        world,
        document,
        Step.SIGN,
        world.signatory,
        seen=document.content_hash,
        consent="I have read this and agree.",
    )


def step(
    world: World, document: Document, step: str, person: Person | None, **more: Any
) -> Document:
    """Take a step as somebody, or as the system."""
    by = world.by(person) if person else None
    return operations.take_step(document=document, step=step, by=by, at=AT, **more)
