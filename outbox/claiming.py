"""Taking the next message, so that two workers never hold the same one."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from outbox.models import Message, State

# Renewed while its handler works (holding.py), so a dead worker's message is free this much later.
LEASE = timedelta(seconds=20)
MOST_ATTEMPTS = 8

# The CTE is materialised: a plan that ran the locking query twice would claim two rows. The second
# look at lease and state after SKIP LOCKED is PostgreSQL's own: it re-checks a row it had to lock.
CLAIM = """
WITH next AS MATERIALIZED (
    SELECT id FROM outbox_message AS candidate
     WHERE state = 'pending'
       AND channel = ANY(%(channels)s)
       AND attempts < %(most)s
       AND (next_attempt_at IS NULL OR next_attempt_at <= %(at)s)
       AND (leased_until IS NULL OR leased_until <= %(at)s)
       AND (ordering_key = '' OR NOT EXISTS (
               SELECT 1 FROM outbox_message AS earlier
                WHERE earlier.state = 'pending'
                  AND earlier.channel = candidate.channel
                  AND earlier.ordering_key = candidate.ordering_key
                  AND earlier.ordering_key <> ''
                  AND earlier.recipient_id IS NOT DISTINCT FROM candidate.recipient_id
                  AND earlier.id < candidate.id))
     ORDER BY id
     LIMIT 1
       FOR UPDATE SKIP LOCKED
)
UPDATE outbox_message AS message
   SET attempts = message.attempts + 1, leased_until = %(until)s
  FROM next
 WHERE message.id = next.id
RETURNING message.id
"""


def claim_next(*, at: datetime, channels: Collection[str] | None = None) -> Message | None:
    """Lease the oldest message that is due and first of its ordering key, and count the attempt.

    The order holds per recipient: one person's full mailbox does not hold up a colleague's mails.
    The attempt is counted before the handler runs, so a message that kills its worker is counted
    too. Committed on its own: returns None when nothing is due on these channels (all by default).
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                CLAIM,
                {
                    "channels": sorted(settings.OUTBOX_CHANNELS if channels is None else channels),
                    "most": MOST_ATTEMPTS,
                    "at": at,
                    "until": at + LEASE,
                },
            )
            row = cursor.fetchone()
        return Message.objects.get(pk=row[0]) if row else None


def give_up_exhausted(*, at: datetime) -> int:
    """Move messages whose last worker never came back to *needs attention*; returns how many."""
    return Message.objects.filter(
        state=State.PENDING, attempts__gte=MOST_ATTEMPTS, leased_until__lte=at
    ).update(
        state=State.ATTENTION,
        leased_until=None,
        next_attempt_at=None,
        last_error="The worker stopped without an outcome.",
    )


def due_channels(*, at: datetime) -> list[str]:
    """Return the channels that have something to deliver now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT channel FROM outbox_message
                WHERE state = 'pending' AND attempts < %s AND channel = ANY(%s)
                  AND (next_attempt_at IS NULL OR next_attempt_at <= %s)
                  AND (leased_until IS NULL OR leased_until <= %s)
                ORDER BY channel""",
            (MOST_ATTEMPTS, sorted(settings.OUTBOX_CHANNELS), at, at),
        )
        return [channel for (channel,) in cursor.fetchall()]
