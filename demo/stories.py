"""Requests of the demonstration, replayed as stories through the real operations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from accounts.clock import day_of
from accounts.models import Person
from accounts.standing import Standing, standing_of
from demo.companies import Estate
from demo.people import Company, Staff
from macd import operations
from macd.kinds import rules_for
from macd.models import Document
from macd.plan import earliest_start, next_staffed_day
from macd.sealing import make_preview, seal_version
from macd.vocabulary import LineStep, Purpose, Side, Step
from offices.models import Office
from services.catalogue import version_on
from services.inventory import state_on
from services.models import Offering, Service
from services.parameters import parameter

# What people fill in, by field; dates and figures are told by the story.
WORDS: dict[str, Any] = {
    "contact_name": "L. Wouters",
    "contact_mobile": "+32470123456",
    "access_hours": "08:00–17:00",
    "landlord": "yes",
    "line_there": "yes",
    "emergency_confirmed": True,
    "home_offices": "new",
    "dependents_keep_working": True,
    "cabling": "Cat 6A",
    "power_and_rack": "19″, 2 × 16 A",
    "old_contact_name": "S. Martin",
    "old_contact_mobile": "+32470123457",
    "serviceability": "possible",
    "po_number": "PO-2026-114",
}
CONSENT = {
    "nl": "Ik heb het document gelezen en ga ermee akkoord.",
    "fr": "J’ai lu le document et je suis d’accord.",
}


@dataclass
class Story:
    """One request of one company, told day by day; each method moves the clock an hour.

    It moves up to ``until``: nothing that is told has still to happen.
    """

    staff: Staff
    company: Company
    estate: Estate
    at: datetime
    until: datetime
    document: Document = field(init=False)

    @property
    def on(self) -> date:
        """The day on which the story is."""
        return day_of(self.at)

    def by(self, person: Person) -> Standing:
        """Where a person stands that day."""
        return standing_of(person, on=self.on)

    @property
    def manager(self) -> Person:
        """Who looks after the company."""
        return self.company.customer.account_manager

    def later(self, *, days: int = 0, hours: int = 1) -> "Story":
        """Let time go by."""
        self.at = min(self.at + timedelta(days=days, hours=hours), self.until)
        return self

    def open(
        self,
        kind: str,
        *,
        services: Sequence[Service] = (),
        offerings: Sequence[str] = (),
        office: Office | None = None,
        to_office: Office | None = None,
        as_staff: bool = False,
    ) -> "Story":
        """Start a draft, as the requester or as the account manager after a call."""
        versions = [version_on(Offering.objects.get(code=code), self.on) for code in offerings]
        periods = [state_on(service, self.on) for service in services]
        origin: dict[str, Any] = (
            {
                "asked_by": self.company.people["requester"].name,
                "asked_channel": "phone",
                "received_on": self.on,
            }
            if as_staff
            else {}
        )
        self.document = operations.open_draft(
            kind=kind,
            customer=self.company.customer,
            requester_id=self.company.people["requester"].pk,
            by=self.by(self.manager if as_staff else self.company.people["requester"]),
            at=self.at,
            office=office,
            to_office=to_office,
            periods=[period for period in periods if period],
            offerings=[version for version in versions if version],
            **origin,
        )
        return self

    def fill(self, values: dict[str, Any], *, by: Person | None = None) -> "Story":
        """Write values at their paths."""
        self.document = operations.change_fields(
            document=self.document,
            values=values,
            by=self.by(by or self.company.people["requester"]),
            at=self.at,
        )
        return self.later()

    def wish(self, values: dict[str, Any] | None = None, *, days: int = 3) -> "Story":
        """Choose a day that can be met, and fill in what the customer must."""
        by = self.manager if self.document.asked_by else self.company.people["requester"]
        if values:
            self.fill(values, by=by)
        earliest = earliest_start(self.document, on=self.on)
        quiet = parameter("quiet_periods", on=self.on)
        day = next_staffed_day(earliest + timedelta(days=days), quiet)
        wanted = {"request.requested_on": day.isoformat()}
        self.fill({**wanted, **self._owed(Side.CUSTOMER, but={*wanted})}, by=by)
        return self

    def _owed(self, side: Side, *, but: set[str]) -> dict[str, Any]:
        missing = rules_for(self.document.kind).missing(self.document, side=side)
        return {
            problem.path: WORDS[problem.path.split(".")[1]]
            for problem in missing
            if problem.path not in but and problem.path.split(".")[1] in WORDS
        }

    def take(self, step: Step, person: Person | None, **more: Any) -> "Story":
        """Take a step."""
        self.document = operations.take_step(
            document=self.document,
            step=step,
            by=self.by(person) if person else None,
            at=self.at,
            seen=self.document.content_hash,
            **more,
        )
        return self.later(hours=3)

    def send(self) -> "Story":
        """Send it, as who started it."""
        if self.document.asked_by:
            return self.take(Step.START_REVIEW, self.manager)
        return self.take(Step.SUBMIT, self.company.people["requester"])

    def review(self) -> "Story":
        """The account manager takes it up, unless they started it themselves."""
        if self.document.asked_by:
            return self
        return self.take(Step.TAKE_UP, self.manager)

    def complete(self, *, promised: date | None = None) -> "Story":
        """The account manager fills in the provider's part."""
        promised = promised or self.document.requested_on
        values = {"planning.committed_on": promised.isoformat() if promised else ""}
        owed = self._owed(Side.PROVIDER, but=set(values))
        if any(path.startswith("technical.serviceability") for path in owed):
            owed["technical.serviceability_on"] = self.on.isoformat()
        return self.fill({**values, **owed}, by=self.manager)

    def approve(self) -> "Story":
        """Approve exactly what stands there, and make what the signatory will read."""
        return self.take(Step.APPROVE, self.manager)

    def preview(self) -> "Story":
        """Make what the signatory will read."""
        make_preview(self.document.renderings.get(purpose=Purpose.PREVIEW).pk, at=self.at)
        return self

    def sign(self) -> "Story":
        """The signatory signs."""
        consent = CONSENT.get(self.document.language, CONSENT["nl"])
        return self.take(Step.SIGN, self.company.people["signatory"], consent=consent)

    def seal(self) -> "Story":
        """Seal it, which starts delivery."""
        rendering = self.document.renderings.get(purpose=Purpose.SEALED)
        seal_version(rendering.pk, at=self.at)
        self.document.refresh_from_db()
        return self.later()

    def until_signed(self) -> "Story":
        """All steps from draft to seal."""
        return self.send().review().later(days=1).complete().approve().later(days=1).sign().seal()

    def line(self, number: int, step: LineStep, person: Person, **more: Any) -> "Story":
        """Take a step on one item."""
        self.document = operations.take_line_step(
            document=self.document,
            number=number,
            step=step,
            by=self.by(person),
            at=self.at,
            **more,
        )
        return self

    def deliver(self, *numbers: int, accept: bool = True) -> "Story":
        """Operations delivers items; the requester accepts them a day later."""
        for number in numbers:
            self.line(number, LineStep.DELIVER, self.staff.operations)
        if accept:
            self.later(days=1)
            for number in numbers:
                self.line(number, LineStep.ACCEPT, self.company.people["requester"])
        return self
