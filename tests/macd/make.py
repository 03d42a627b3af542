"""A small company with its account manager, an office and services; call inside `as_system`."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from accounts.models import Customer, Person, StaffMembership, Team
from accounts.roles import CustomerRole, StaffRole
from accounts.standing import Standing, standing_of
from files.storage import store
from macd import operations, queries
from macd.kinds import rules_for
from macd.models import Document, Line
from macd.vocabulary import Kind, Purpose, Side, Status, Step
from offices.models import Office, OfficeStatus
from outbox.models import Message
from services.inventory import state_on
from services.models import (
    Agreement,
    Dependency,
    OfferingVersion,
    Service,
    ServicePeriod,
    UpgradePath,
)
from services.parameters import set_parameter
from tests.accounts import make as people
from tests.recall import recall
from tests.services import make as stock

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
WANTED = "2026-05-04"
WORDS = {
    "contact_name": "Piet Peeters",
    "contact_mobile": "+32470123456",
    "old_contact_name": "Jan Janssens",
    "old_contact_mobile": "+32470123457",
    "access_hours": "08:00-17:00",
    "landlord": "yes",
    "line_there": "yes",
    "new_floor": "Third floor",
    "emergency_confirmed": True,
    "home_offices": "new",
    "dependents_keep_working": True,
    "cabling": "CAT6 up to the rack",
    "power_and_rack": "Half a rack, two sockets",
    "serviceability": "possible",
    "serviceability_on": "2026-03-02",
    "committed_on": WANTED,
    "requested_on": WANTED,
    "po_number": "PO-1",
}


@dataclass
class World:
    """Everybody and everything that a request needs."""

    customer: Customer
    requester: Person
    signatory: Person
    manager: Person
    lead: Person
    operations: Person
    finance: Person
    office: Office
    elsewhere: Office
    agreement: Agreement
    plus: OfferingVersion
    extra: OfferingVersion
    service: Service
    other: Service

    def by(self, person: Person) -> Standing:
        """Where a person stands on the day of the tests."""
        return standing_of(person, on=TODAY)

    def period(self, service: Service | None = None) -> ServicePeriod:
        """What a service is on the day of the tests."""
        period = state_on(service or self.service, TODAY)
        assert period is not None
        return period


@recall
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


@recall
def world(**customer_fields: Any) -> World:
    """Make the company, with two services of which one has an upgrade path."""
    manager = people.staff(name="Anke Manager")
    lead = people.staff(StaffRole.LEAD, name="Leen Lead")
    team = Team.objects.create(name=f"Team of person {lead.pk}", lead=lead)
    StaffMembership.objects.filter(person=manager).update(team=team)
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
        lead=lead,
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


@recall
def replace_service(world: World) -> World:
    """The same company with one more service of the kind that its requests change."""
    fresh = stock.installed(
        world.customer, office=world.office, offering_version=world.plus, agreement=world.agreement
    )
    return replace(world, service=fresh)


@recall
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


@recall
def draft_change(world: World, **values: Any) -> Document:
    """A draft that changes the first service as told."""
    document = draft(world, Kind.CHANGE, periods=[world.period()])
    return fill(world, document, **{"request.requested_on": WANTED, **values})


@recall
def submitted(world: World) -> Document:
    """The same, sent."""
    return step(world, change(world), Step.SUBMIT, world.requester)


@recall
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


@recall
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


@recall
def step(
    world: World, document: Document, step: str, person: Person | None, **more: Any
) -> Document:
    """Take a step as somebody, or as the system."""
    by = world.by(person) if person else None
    return operations.take_step(document=document, step=step, by=by, at=AT, **more)


@recall
def draft(world: World, kind: str, *, by: Person | None = None, **facts: Any) -> Document:
    """A draft of any kind, about the first office unless told otherwise."""
    return operations.open_draft(
        kind=kind,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(by or world.requester),
        at=AT,
        **{"office": world.office, **facts},
    )


@recall
def fill(world: World, document: Document, person: Person | None = None, **values: Any) -> Document:
    """Write values at their paths, as the requester unless told otherwise."""
    by = world.by(person or world.requester)
    return operations.change_fields(document=document, values=values, by=by, at=AT)


@recall
def owed(world: World, document: Document, side: Side) -> Document:
    """Fill in what one side must still fill in."""
    missing = rules_for(document.kind).missing(document, side=side)
    values = {problem.path: WORDS[problem.path.split(".")[1]] for problem in missing}
    seen = rules_for(document.kind).field("technical.surveyed")
    if seen is not None and side == Side.PROVIDER:
        values[seen.path] = True
    person = world.requester if side == Side.CUSTOMER else world.manager
    return fill(world, document, person, **values)


@recall
def add(world: World, *versions: OfferingVersion, **facts: Any) -> Document:
    """A draft that adds services, filled in."""
    document = draft(world, Kind.ADD, offerings=list(versions or [world.plus]), **facts)
    return owed(world, document, Side.CUSTOMER)


@recall
def delete(world: World, *services: Service, **facts: Any) -> Document:
    """A draft that stops services, filled in."""
    periods = [world.period(service) for service in services or [world.service]]
    document = draft(world, Kind.DELETE, periods=periods, **facts)
    return owed(world, document, Side.CUSTOMER)


@recall
def move(world: World, **facts: Any) -> Document:
    """A draft that moves both services to the other office, filled in."""
    periods = [world.period(world.service), world.period(world.other)]
    facts = {"to_office": world.elsewhere, "periods": periods, **facts}
    return owed(world, draft(world, Kind.MOVE, **facts), Side.CUSTOMER)


@recall
def in_review(world: World, document: Document) -> Document:
    """Sent and taken up."""
    document = step(world, document, Step.SUBMIT, world.requester)
    return step(world, document, Step.TAKE_UP, world.manager)


@recall
def offered(world: World, document: Document) -> Document:
    """Sent, taken up, completed, approved by as many as it takes."""
    document = owed(world, in_review(world, document), Side.PROVIDER)
    document = step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)
    if document.status == Status.AWAITING_SECOND_APPROVAL:
        second = world.finance if document.finance_decides else world.lead
        document = step(world, document, Step.CONFIRM, second, seen=document.content_hash)
    return document


@recall
def agreed(world: World, document: Document) -> Document:
    """The same, signed."""
    document = offered(world, document)
    return sign(world, document, world.signatory)


@recall
def sign(world: World, document: Document, person: Person) -> Document:
    """Sign what stands there."""
    seen = document.content_hash
    return step(world, document, Step.SIGN, person, seen=seen, consent="I agree.")


@recall
def started(world: World, document: Document) -> Document:
    """The same, in delivery: a file stands in the place of the sealed one."""
    document = agreed(world, document)
    put_file(document)
    return step(world, document, Step.START_DELIVERY, None)


@recall
def put_file(document: Document) -> None:
    """Record a file for the sealed rendering, without rendering and sealing anything."""
    rendering = document.renderings.get(purpose=Purpose.SEALED)
    content = f"%PDF {document.number}".encode()
    rendering.stored_file = store(
        content=content,
        customer_id=document.customer_id,
        name="signed.pdf",
        media_type="application/pdf",
        at=AT,
    )
    rendering.made_at = AT
    rendering.save(update_fields=["stored_file", "made_at"])


@recall
def line_step(
    world: World, document: Document, number: int, step: str, person: Person | None, **more: Any
) -> Document:
    """Take a step on one line as somebody, or as the system."""
    by = world.by(person) if person else None
    return operations.take_line_step(
        document=document, number=number, step=step, by=by, at=more.pop("at", AT), **more
    )


@recall
def delivered(world: World, document: Document) -> Document:
    """Every open line delivered, starts before stops, and accepted."""
    document = started(world, document)
    lines = sorted(queries.whole(document.pk).lines.all(), key=lambda ln: ln.action == "delete")
    for line in lines:
        if line.status == "planned":
            document = line_step(world, document, line.number, "deliver", world.operations)
    for line in document.lines.all():
        if line.status == "delivered":
            document = line_step(world, document, line.number, "accept", world.requester)
    return document


@recall
def both_draft(world: World) -> Document:
    """A draft that changes two services."""
    periods = [world.period(), world.period(world.other)]
    document = draft(world, Kind.CHANGE, periods=periods)
    wanted = {f"line.{n}.desired.speed": "700" for n in (1, 2)}
    return fill(world, document, **{"request.requested_on": WANTED, **wanted})


@recall
def both(world: World) -> Document:
    """The same in delivery."""
    return started(world, both_draft(world))


@recall
def amend(
    world: World, document: Document, *numbers: int, person: Person | None = None, **more: Any
) -> Document:
    """A draft amendment of some items, the first unless told otherwise."""
    by = world.by(person or world.requester)
    return operations.open_amendment(
        document=document, numbers=numbers or (1,), by=by, at=more.pop("at", AT), **more
    )


@recall
def wanting(world: World, document: Document, value: str = "900") -> Document:
    """Another speed wanted for the first item."""
    return owed(world, fill(world, document, **{"line.1.desired.speed": value}), Side.CUSTOMER)


@recall
def sent_amendment(world: World, document: Document) -> Document:
    """An amendment that wants another speed, sent."""
    return step(world, wanting(world, amend(world, document)), Step.SUBMIT, world.requester)


@recall
def trunk_on_fibre(world: World) -> Document:
    """A draft that adds an access and what cannot work without it."""
    fibre, trunk = stock.version(), stock.version()
    Dependency.objects.create(offering=trunk.offering, needs=fibre.offering, scope="office")
    return add(world, fibre, trunk)


def statuses(document: Document) -> dict[int, str]:
    """What each item is now."""
    lines = Line.objects.filter(document=document.pk)
    return dict(lines.values_list("number", "status"))


def messages(document: Document, channel: str) -> list[Message]:
    """What the queue owes about a document on a channel, the oldest first."""
    return list(Message.objects.filter(channel=channel, subject=document.number).order_by("pk"))


@recall
def threshold(amount: str) -> None:
    """From the day of the tests on, a second approval is needed above this amount."""
    set_parameter(code="second_approval_threshold", value=amount, from_on=TODAY)
