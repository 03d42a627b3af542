"""What the rules look at, read once for a whole document, however many lines it has."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db.models import Q, QuerySet

from macd.amendments import lines_in_force
from macd.models import Document, Line
from macd.vocabulary import Action, Bond, Status
from macd.workflow import FINAL
from services.catalogue import published_on
from services.dependencies import Need, needs_of
from services.inventory import services_on
from services.licences import LicenceUse, licence_use
from services.models import (
    Agreement,
    OfferingVersion,
    ServiceNumber,
    ServicePeriod,
    UpgradePath,
)
from services.models.number import GONE
from services.texts import in_language

SEEN = "_installed_periods"


def installed_periods(document: Document, *, on: datetime.date) -> list[ServicePeriod]:
    """All that is installed at a document's customer on a day, read once for one object of it.

    So a step is judged, priced and compared by the same reading. What has just been written to
    the inventory is read anew, by ``services_on``.
    """
    seen: dict[datetime.date, list[ServicePeriod]] = document.__dict__.setdefault(SEEN, {})
    if on not in seen:
        seen[on] = list(services_on(customer_id=document.customer_id, on=on))
    return seen[on]


def seen_periods(document: Document, *, on: datetime.date) -> list[ServicePeriod] | None:
    """The same where it was read already, else None."""
    found: dict[datetime.date, list[ServicePeriod]] = document.__dict__.get(SEEN, {})
    return found.get(on)


def sent_beside(document: Document) -> QuerySet[Line]:
    """The items of other requests of the same customer that were sent and are open.

    What an amendment changes asks for the same until it is signed, so its family does not count.
    """
    others = Line.objects.filter(customer=document.customer_id).exclude(document=document)
    others = others.exclude(document__status__in=[Status.DRAFT, *sorted(FINAL)])
    if document.root_id is None:
        return others
    root = document.root_id
    return others.exclude(document=root).exclude(document__root=root)


class Sight:
    """A document on a day, with what is installed and what the catalogue says beside it."""

    def __init__(self, document: Document, *, on: datetime.date) -> None:
        self.document = document
        self.on = on
        self.lines: list[Line] = list(document.lines.all())

    @property
    def wanted_on(self) -> datetime.date:
        """The day on which what is asked would be there."""
        return self.document.requested_on or self.on

    @cached_property
    def periods(self) -> list[ServicePeriod]:
        """All that is installed at the customer that day."""
        return installed_periods(self.document, on=self.on)

    @cached_property
    def installed(self) -> dict[int, ServicePeriod]:
        """The same by service."""
        return {period.service_id: period for period in self.periods}

    @cached_property
    def stops(self) -> set[int]:
        """The services that this document stops where they are."""
        return {
            line.service_id
            for line in self.lines
            if line.action == Action.DELETE and line.service_id is not None
        }

    @cached_property
    def decided_elsewhere(self) -> set[int]:
        """Services of which the other half of a split move decides (rule 28)."""
        document = self.document
        root = document.bound_to_id if document.bond == Bond.SPLIT else document.pk
        others = Document.objects.filter(Q(pk=root) | Q(bound_to=root, bond=Bond.SPLIT))
        going = others.exclude(pk=document.pk).exclude(
            status__in=sorted(FINAL - {Status.COMPLETED})
        )
        rows = Line.objects.filter(document__in=going).exclude(service=None)
        return {line.service_id for line in rows.only("service") if line.service_id}

    @cached_property
    def asked_elsewhere(self) -> set[int]:
        """The same, and of an amendment also what it leaves as it was signed (rule 19)."""
        if self.document.root_id is None:
            return self.decided_elsewhere
        signed = {line.service_id for line in lines_in_force(self.document) if line.service_id}
        return self.decided_elsewhere | (signed - {line.service_id for line in self.lines})

    @cached_property
    def needs(self) -> dict[int, list[Need]]:
        """What the offerings of the lines, and of what is installed, need of others."""
        offerings = {line.offering_version.offering_id for line in self.lines}
        return needs_of(offerings | {p.offering_version.offering_id for p in self.periods})

    @cached_property
    def offerings_at_customer(self) -> set[int]:
        """What will be anywhere at the customer: what stays, and what the lines bring."""
        return set().union(*self._offerings.values())

    def offerings_at(self, office_id: int | None) -> set[int]:
        """The same at one office, or not tied to any."""
        return self._offerings.get(office_id, set())

    @cached_property
    def _offerings(self) -> dict[int | None, set[int]]:
        found: dict[int | None, set[int]] = defaultdict(set)
        for period in self.periods:
            if period.service_id not in self.stops:
                found[period.office_id].add(period.offering_version.offering_id)
        for line in self.lines:
            if line.action != Action.DELETE:
                place = line.place_to_id or self.document.office_id
                found[place].add(line.offering_version.offering_id)
        return found

    @cached_property
    def names(self) -> dict[int, str]:
        """The names of the offerings that others need, by offering."""
        wanted = {
            offering.pk
            for needs in self.needs.values()
            for need in needs
            for offering in need.any_of
        }
        return names_of(wanted, on=self.wanted_on)

    @cached_property
    def numbers(self) -> dict[str, ServiceNumber]:
        """The numbers that the named services use now."""
        named = [line.service_id for line in self.lines if line.service_id and line.number_actions]
        if not named:
            return {}
        rows = ServiceNumber.objects.filter(service__in=named).exclude(status__in=GONE)
        return {row.e164: row for row in rows}

    @cached_property
    def paths(self) -> set[tuple[int, int]]:
        """The upgrade paths that leave from what the lines change."""
        sources = {
            line.current_offering_version.offering_id
            for line in self.lines
            if line.current_offering_version is not None
        }
        rows = UpgradePath.objects.filter(source__in=sources)
        return set(rows.values_list("source", "target"))

    @cached_property
    def catalogue(self) -> dict[int, OfferingVersion]:
        """What the catalogue says, on the day that is wanted, of the offerings of the lines."""
        mine = {line.offering_version.offering_id for line in self.lines}
        rows = published_on(self.wanted_on).filter(offering__in=mine)
        return {version.offering_id: version for version in rows}

    @cached_property
    def names_of_successors(self) -> dict[int, str]:
        """The names of the offerings that take the place of these, by offering."""
        wanted = {v.successor_id for v in self.catalogue.values() if v.successor_id is not None}
        return names_of(wanted, on=self.wanted_on)

    @cached_property
    def has_agreements(self) -> bool:
        """Whether the customer has an agreement that a new service can come under."""
        running = Agreement.objects.filter(customer=self.document.customer_id, ended_on=None)
        return running.exists()

    @cached_property
    def licences(self) -> list[LicenceUse]:
        """The customer's licences: paid for, and in use."""
        return licence_use(customer_id=self.document.customer_id, on=self.on)


def names_of(offering_ids: Iterable[int], *, on: datetime.date) -> dict[int, str]:
    """The names, in the language of the page, of offerings by id; as they are on a day."""
    wanted = set(offering_ids)
    if not wanted:
        return {}
    rows = published_on(on).filter(offering__in=wanted).values_list("offering", "names")
    return {pk: in_language(names) for pk, names in rows}
