"""Reading the whole chain again, and comparing it with the heads kept outside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from audit.anchor import known_heads
from audit.chain import START, Head, hash_of
from audit.models import AuditEvent

Witness = Callable[[AuditEvent], str]


@dataclass(frozen=True)
class Fault:
    """The first place where the chain is not what it was; `id` is None where a row is missing."""

    position: int
    id: int | None
    reason: str


@dataclass(frozen=True)
class Verdict:
    """What a reading found: events chained, those not chained yet, the last anchored position."""

    events: int
    first_bad: Fault | None
    unchained: int
    anchored: int | None

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return self.first_bad is None


def verify(*, things: bool = True) -> Verdict:
    """Recompute every hash, compare the anchored heads, and ask the witnesses.

    Heads stand in the anchor file and, by settings.AUDIT_HEADS, in what was sealed. A witness
    (settings.AUDIT_WITNESSES) compares the thing that an event tells of, such as a sealed file,
    with the thing itself; not asked where `things` is off. Memory does not grow with the rows.
    """
    anchored = known_heads()
    heads = [*anchored, *(head for each in settings.AUDIT_HEADS for head in import_string(each)())]
    witnesses: list[Witness] = [import_string(each) for each in settings.AUDIT_WITNESSES]
    return Verdict(
        events=AuditEvent.objects.filter(position__isnull=False).count(),
        first_bad=next(_faults(heads, witnesses if things else []), None),
        unchained=AuditEvent.objects.filter(position__isnull=True).count(),
        anchored=max((head.position for head in anchored), default=None),
    )


def _faults(anchored: list[Head], witnesses: list[Witness]) -> Iterator[Fault]:
    """Walk the chain by position and tell what is wrong, first things first."""
    outside: dict[int, set[str]] = {}
    for head in anchored:
        outside.setdefault(head.position, set()).add(head.hash)
    end = Head(0, START)
    chained = AuditEvent.objects.filter(position__isnull=False).order_by("position")
    for event in chained.iterator(chunk_size=2000):
        expected = end.position + 1
        if event.position != expected:
            yield Fault(expected, None, "missing")
            return
        reason = _reason(event, previous=end.hash, anchored=outside.pop(expected, set()))
        reason = reason or next(filter(None, (ask(event) for ask in witnesses)), "")
        if reason:
            yield Fault(expected, event.pk, reason)
            return
        end = Head(expected, event.hash or "")
    if outside:
        # The file saw heads beyond the last row: the tail was cut, or an old backup came back.
        yield Fault(end.position + 1, None, "missing")


def _reason(event: AuditEvent, *, previous: str, anchored: set[str]) -> str:
    """Say what is wrong with one row, or nothing."""
    if event.previous_hash != previous:
        return "not bound to the event before it"
    if event.hash != hash_of(event, previous=previous):
        return "changed"
    if anchored - {event.hash}:
        return "not the event that was anchored"
    return ""
