"""Requests with which numbers come from another operator; call inside `as_system`."""

from macd import operations
from macd.models import Document
from macd.vocabulary import FilePurpose
from services.models import OfferingVersion
from tests.files.test_uploads import PDF
from tests.macd import make
from tests.services import make as stock


def trunk() -> OfferingVersion:
    """Something that rings."""
    return stock.version(family="sip", names=stock.names("SIP trunk"))


def fill(world: make.World, document: Document, **parts: str) -> Document:
    """Say of the first item which numbers come over, and from whom."""
    said = {
        "numbers": "09 223 99 00 - 49",
        "operator": "Teledonor",
        "account": "K-4471",
        **parts,
    }
    values = {f"line.1.port.{part}": value for part, value in said.items()}
    return make.fill(world, document, **values)


def draft(world: make.World, **parts: str) -> Document:
    """A draft that adds a trunk to which numbers come."""
    return fill(world, make.add(world, trunk()), **parts)


def add_mandate(world: make.World, document: Document) -> None:
    """Add the signed mandate."""
    operations.attach_file(
        document=document,
        name="mandate.pdf",
        content=PDF,
        purpose=FilePurpose.MANDATE,
        by=world.by(world.requester),
        at=make.AT,
    )


def started(world: make.World, **parts: str) -> Document:
    """The same in delivery, with its mandate."""
    document = draft(world, **parts)
    add_mandate(world, document)
    return make.started(world, document)


def advance(
    world: make.World, document: Document, to: str, *, number: int = 1, **facts: object
) -> Document:
    """Operations records how far the numbers are."""
    facts = {"by": world.by(world.operations), "at": make.AT, **facts}
    return operations.advance_port(document=document, number=number, to=to, **facts)
