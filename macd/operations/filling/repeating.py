"""The same again for another office: what was asked once, or is installed, asked for elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Customer
from accounts.standing import Standing
from macd.kinds import Problem
from macd.models import Document
from macd.operations.filling.drafting import open_draft, refreshed
from macd.operations.filling.versions import freeze_current
from macd.refusals import Unsound
from macd.vocabulary import Action, Kind
from offices.models import Office, OfficeStatus
from services.catalogue import sellable
from services.configuration import characteristics_of
from services.models import OfferingVersion, ServicePeriod


@dataclass(frozen=True, slots=True)
class Again:
    """One service that is wanted again, with its settings."""

    offering_id: int
    quantity: int
    settings: dict[str, Any] = field(default_factory=dict)


def asked_in(document: Document) -> list[Again]:
    """What a request asked to add; moved services are none of it."""
    return [
        Again(line.offering_version.offering_id, line.quantity, dict(line.desired))
        for line in document.lines.all()
        if line.action == Action.ADD and not line.decision
    ]


def installed_as(period: ServicePeriod) -> list[Again]:
    """The same as one service that is installed."""
    version = period.offering_version
    return [Again(version.offering_id, period.quantity, dict(period.configuration))]


@transaction.atomic
def same_again(
    *,
    customer: Customer,
    wanted: Sequence[Again],
    office: Office,
    requester_id: int,
    by: Standing,
    at: datetime,
    **origin: Any,
) -> Document:
    """Start a draft that adds the same at another office, by today's catalogue and prices.

    Settings that the catalogue no longer knows are left out; what is not sold any more as well.
    Raises Unsound for a closed office, or where nothing of it is sold any more.
    """
    if office.status == OfficeStatus.CLOSED:
        raise _refused("office", _("Choose an office that is open."))
    sold = _sold(wanted, on=day_of(at))
    if not sold:
        raise _refused("office", _("None of it is sold any more. Start a new request."))
    document = open_draft(
        kind=Kind.ADD,
        customer=customer,
        requester_id=requester_id,
        by=by,
        at=at,
        office=office,
        offerings=[version for _again, version in sold],
        **origin,
    )
    for line, (again, version) in zip(document.lines.order_by("number"), sold, strict=True):
        known = characteristics_of(version)
        kept = {code: value for code, value in again.settings.items() if code in known}
        line.desired = {**line.desired, **kept}
        line.quantity = max(again.quantity, version.minimum_quantity)
        line.save(update_fields=["desired", "quantity"])
    fresh = refreshed(document, at=at)
    freeze_current(fresh, on=day_of(at))
    return refreshed(fresh, at=at)


def _sold(wanted: Sequence[Again], *, on: date) -> list[tuple[Again, OfferingVersion]]:
    versions = {version.offering_id: version for version in sellable(on)}
    return [
        (again, versions[again.offering_id]) for again in wanted if again.offering_id in versions
    ]


def _refused(path: str, message: str) -> Unsound:
    return Unsound(message, problems=[Problem(path, message)])
