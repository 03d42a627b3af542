"""Corrections by operations: rehearsed, agreed by a second person where money moves, recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from services.fold import Fact, ImpossibleHistory, Period, fold_facts
from services.inventory import InventoryRefused, Source, fold, record_change
from services.models import (
    Correction,
    CorrectionStatus,
    InventoryEntry,
    Service,
    SourceKind,
)


class CorrectionRefused(Exception):
    """The correction cannot be made so, or by this person; the text says why."""


@dataclass(frozen=True)
class Outcome:
    """What a correction would make of a service's history."""

    before: Sequence[Period]
    after: Sequence[Period]

    @property
    def needs_second(self) -> bool:
        """Whether what is billed, or from when until when, becomes another."""
        return billed(self.before) != billed(self.after)


def billed(periods: Sequence[Period]) -> list[tuple[date, date | None, Decimal]]:
    """From when until when which amount is paid a month; what follows with the same, together."""
    spans: list[tuple[date, date | None, Decimal]] = []
    for period in periods:
        amount = period.state.recurring_price * period.state.quantity
        if spans and spans[-1][1] == period.starts_on and spans[-1][2] == amount:
            spans[-1] = (spans[-1][0], period.ends_on, amount)
        else:
            spans.append((period.starts_on, period.ends_on, amount))
    return spans


def outcome_of(
    *, service: Service, voids: InventoryEntry | None, effective_on: date, change: dict[str, Any]
) -> Outcome:
    """What the history would become; writes nothing. Raises CorrectionRefused."""
    entries = list(service.entries.order_by("seq"))
    if not entries:
        raise CorrectionRefused(_("Nothing is recorded yet, so there is nothing to correct."))
    last = entries[-1]
    facts = [Fact(e.pk, e.seq, e.effective_on, e.change, e.voids_id) for e in entries]
    facts.append(
        Fact(0, last.seq + 1, effective_on, change, voids.pk if voids is not None else None)
    )
    try:
        return Outcome(fold(entries), fold_facts(facts))
    except ImpossibleHistory as impossible:
        raise CorrectionRefused(str(impossible)) from impossible


@transaction.atomic
def propose_correction(
    *,
    service: Service,
    effective_on: date,
    change: dict[str, Any],
    reason: str,
    person_id: int,
    at: datetime,
    voids: InventoryEntry | None = None,
) -> Correction:
    """Say how it was in truth. Applied at once, unless price or dates change: then it waits.

    A correction supersedes what was recorded and edits nothing. Raises CorrectionRefused.
    """
    if not reason.strip():
        raise CorrectionRefused(_("A correction needs a reason."))
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    _refuse_voided(voids)
    outcome = outcome_of(service=service, voids=voids, effective_on=effective_on, change=change)
    if list(outcome.before) == [_as_before(period, outcome) for period in outcome.after]:
        raise CorrectionRefused(_("Nothing would change."))
    correction = Correction.objects.create(
        customer_id=service.customer_id,
        service=service,
        voids=voids,
        effective_on=effective_on,
        change=change,
        reason=reason,
        needs_second=outcome.needs_second,
        proposed_by_id=person_id,
        proposed_at=at,
    )
    _tell(correction, "proposed", person_id, at)
    if not correction.needs_second:
        _apply(correction, person_id=person_id, at=at)
    return correction


@transaction.atomic
def apply_correction(*, correction: Correction, person_id: int, at: datetime) -> Correction:
    """Agree to another person's correction, which records it. Raises CorrectionRefused."""
    fresh = _waiting(correction)
    if fresh.needs_second and fresh.proposed_by_id == person_id:
        raise CorrectionRefused(
            _("Price or dates change, so somebody else must agree to this correction.")
        )
    _apply(fresh, person_id=person_id, at=at)
    return fresh


@transaction.atomic
def refuse_correction(
    *, correction: Correction, person_id: int, reason: str, at: datetime
) -> Correction:
    """Leave the history as it is, and say why; the proposer may take it back so too.

    Raises CorrectionRefused.
    """
    if not reason.strip():
        raise CorrectionRefused(_("Say why."))
    fresh = _waiting(correction)
    fresh.status, fresh.refusal = CorrectionStatus.REFUSED, reason
    fresh.decided_by_id, fresh.decided_at = person_id, at
    fresh.save()
    _tell(fresh, "refused", person_id, at)
    return fresh


def _waiting(correction: Correction) -> Correction:
    fresh = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("service", "voids")
        .get(pk=correction.pk)
    )
    if fresh.status != CorrectionStatus.PROPOSED:
        raise CorrectionRefused(_("This correction was decided already."))
    return fresh


def _apply(correction: Correction, *, person_id: int, at: datetime) -> None:
    """Record it as the proposer's, so that the history names who saw what was wrong."""
    _refuse_voided(correction.voids)
    try:
        entry = record_change(
            service=correction.service,
            effective_on=correction.effective_on,
            change=correction.change,
            source=Source(SourceKind.CORRECTION),
            person_id=correction.proposed_by_id,
            at=at,
            reason=correction.reason,
            voids=correction.voids,
        )
    except InventoryRefused as refused:
        raise CorrectionRefused(str(refused)) from refused
    correction.status, correction.entry = CorrectionStatus.APPLIED, entry
    correction.decided_by_id, correction.decided_at = person_id, at
    correction.save()
    _tell(correction, "applied", person_id, at)


def _refuse_voided(entry: InventoryEntry | None) -> None:
    if entry is not None and InventoryEntry.objects.filter(voids=entry).exists():
        raise CorrectionRefused(_("That was corrected already. Correct the correction."))


def _as_before(period: Period, outcome: Outcome) -> Period:
    """The period as the one of the same days and state that was there, whoever wrote it."""
    same = (
        one
        for one in outcome.before
        if (one.starts_on, one.ends_on, one.state)
        == (period.starts_on, period.ends_on, period.state)
    )
    return next(same, period)


def _tell(correction: Correction, what: str, person_id: int, at: datetime) -> None:
    trail.record(
        event=f"correction.{what}",
        at=at,
        person_id=person_id,
        customer_id=correction.customer_id,
        reference=str(correction.public_id),
        facts={"service": correction.service.service_id, "on": str(correction.effective_on)},
    )
