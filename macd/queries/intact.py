"""Whether a document's history is what was recorded: its own steps checked anew, cheaply."""

from dataclasses import dataclass
from enum import StrEnum

from audit.checking import events_about, holds, is_as_written, last_check
from audit.models import AuditCheck, AuditEvent
from macd.models import Document, DocumentEvent
from signing.ledger import entry_for


class Fault(StrEnum):
    """What was found wrong."""

    CHANGED = "changed"
    MISSING = "missing"
    SEALED_HEAD = "sealed_head"
    TRAIL = "trail"


@dataclass(frozen=True, slots=True)
class Intact:
    """What a look at one document's history found.

    ``steps`` are those recorded, ``bound`` those the chain holds already (the others follow
    within a second), ``sealed_at`` the position of the head that its sealed file names, and
    ``last`` the latest reading of the whole trail.
    """

    steps: int
    bound: int
    sealed_at: int | None
    last: AuditCheck | None
    fault: Fault | None

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return self.fault is None


def intact_history(document: Document) -> Intact:
    """Compare every step of a document with the audit trail, and the trail with the sealed file.

    Four queries, however long the trail is: the trail as a whole is read by the scheduler.
    """
    steps = list(document.events.all())
    recorded = events_about(document.number)
    seal = entry_for(document.number, document.version)
    last = last_check()
    head = (seal.audit_position, seal.audit_head) if seal and seal.audit_position else None
    return Intact(
        steps=len(steps),
        bound=sum(row.position is not None for row in recorded if "event" in row.facts),
        sealed_at=head[0] if head else None,
        last=last,
        fault=_fault(steps, recorded, head, last),
    )


def _fault(
    steps: list[DocumentEvent],
    recorded: list[AuditEvent],
    head: tuple[int, str] | None,
    last: AuditCheck | None,
) -> Fault | None:
    """The first thing that is wrong, the nearest to the document first."""
    if not all(is_as_written(row) for row in recorded):
        return Fault.CHANGED
    told = {row.facts["event"]: row for row in recorded if "event" in row.facts}
    if set(told) != {step.pk for step in steps}:
        return Fault.MISSING
    if not all(_same(step, told[step.pk]) for step in steps):
        return Fault.CHANGED
    if head and not holds(position=head[0], digest=head[1]):
        return Fault.SEALED_HEAD
    return Fault.TRAIL if last is not None and not last.intact else None


def _same(step: DocumentEvent, row: AuditEvent) -> bool:
    """Whether a step of the history says what the trail says."""
    facts = {
        "event": step.pk,
        "from": step.from_status,
        "to": step.to_status,
        "line": step.line_number,
        "version": step.version,
        "content_hash": step.content_hash,
    }
    kept = {name: row.facts.get(name) for name in facts}
    who = (row.event, row.at, row.person_id)
    return kept == facts and who == (f"document.{step.step}", step.at, step.by_id)
