"""Binding the events to each other: position, previous hash, own hash."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from audit.models import AuditEvent

# The hash before the first event.
START = "0" * 64
BATCH = 500
# An arbitrary number that only the chainer locks.
LOCK = 0x6D61_6364_6175_6469

FILL = """
UPDATE audit_auditevent AS event
   SET position = given.position, previous_hash = given.previous_hash, hash = given.hash
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[])
       AS given(id, position, previous_hash, hash)
 WHERE event.id = given.id
"""


@dataclass(frozen=True)
class Head:
    """The last chained event: its position (0 when there is none) and hash."""

    position: int
    hash: str


def head() -> Head:
    """Return the chain's last position and hash."""
    last = (
        AuditEvent.objects.filter(position__isnull=False)
        .order_by("-position")
        .values_list("position", "hash")
        .first()
    )
    return Head(position=last[0] or 0, hash=last[1] or START) if last else Head(0, START)


def extend() -> Head:
    """Chain every event that is committed and not chained yet; returns the new head.

    One chainer works at a time (an advisory lock); another one waits for it. A transaction that
    commits later with an earlier id is chained later: the chain tells the order of chaining.
    """
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            chained, end = _extend_by_a_batch(head())
        if chained < BATCH:
            return end


def _extend_by_a_batch(end: Head) -> tuple[int, Head]:
    events = list(AuditEvent.objects.filter(position__isnull=True).order_by("id")[:BATCH])
    rows: list[tuple[int, int, str, str]] = []
    for event in events:
        event.position = end.position + 1
        previous, end = end.hash, Head(event.position, hash_of(event, previous=end.hash))
        rows.append((event.pk, end.position, previous, end.hash))
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(FILL, [list(column) for column in zip(*rows, strict=True)])
    return len(rows), end


def hash_of(event: AuditEvent, *, previous: str) -> str:
    """Return the SHA-256, in hex, of the previous hash and this event's canonical bytes."""
    return hashlib.sha256(previous.encode() + b"\n" + canonical(event)).hexdigest()


def canonical(event: AuditEvent) -> bytes:
    """Write an event as bytes that depend on its content only (sorted keys, UTC, no floats)."""
    content = {
        "schema": 1,
        "position": event.position,
        "id": event.pk,
        "event": event.event,
        "at": instant(event.at),
        "person": event.person_id,
        "customer": event.customer_id,
        "reference": event.reference,
        "facts": event.facts,
    }
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def instant(at: datetime) -> str:
    """Write an instant in UTC with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
