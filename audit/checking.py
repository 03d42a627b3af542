"""Readings of the whole chain, noted so that a page can tell of the last one for one query."""

import logging
from datetime import datetime

from audit.chain import hash_of
from audit.models import AuditCheck, AuditEvent
from audit.verifying import verify

logger = logging.getLogger(__name__)
KEPT = 500


def check(*, at: datetime) -> AuditCheck:
    """Read the whole chain again and note the verdict; the latest 500 are kept.

    A fault is logged as an error as well: somebody has to look at it.
    """
    verdict = verify()
    bad = verdict.first_bad
    noted = AuditCheck.objects.create(
        at=at,
        events=verdict.events,
        anchored=verdict.anchored,
        bad_position=bad.position if bad else None,
        reason=bad.reason if bad else "",
    )
    if bad:
        logger.error("the audit trail is not intact: position %s, %s", bad.position, bad.reason)
    AuditCheck.objects.filter(pk__lte=noted.pk - KEPT).delete()
    return noted


def last_check() -> AuditCheck | None:
    """The latest reading of the whole chain, if there was one."""
    return AuditCheck.objects.order_by("-pk").first()


def events_about(reference: str) -> list[AuditEvent]:
    """Everything the trail holds about one thing, in the order of recording."""
    return list(AuditEvent.objects.filter(reference=reference).order_by("id"))


def is_as_written(event: AuditEvent) -> bool:
    """Whether a row still gives the hash that binds it; a row not bound yet has none to lose."""
    if event.position is None:
        return True
    return event.hash == hash_of(event, previous=event.previous_hash or "")


def holds(*, position: int, digest: str) -> bool:
    """Whether the chain still has this head at this position; 0 is the head before any event."""
    if position == 0:
        return True
    return AuditEvent.objects.filter(position=position, hash=digest).exists()
