"""Putting word of an event under people's bells, and into their summaries."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from accounts.models import Person
from macd.models import DocumentEvent, Notification
from outbox.models import Message
from outbox.owing import owe

# Each person's own count in one statement: what is shown on every page is read with the person.
RECOUNT = """
UPDATE accounts_person AS person
   SET unread = (SELECT count(*) FROM macd_notification
                  WHERE person_id = person.id AND read_at IS NULL)
 WHERE person.id = ANY(%s)
"""


@transaction.atomic
def put_under_bells(*, event: DocumentEvent, people: Collection[int]) -> None:
    """Let people find an event under their bell; doing it twice changes nothing."""
    known = Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True)
    Notification.objects.bulk_create(
        [
            Notification(
                customer_id=event.customer_id,
                person_id=person,
                event=event,
                document_id=event.document_id,
                at=event.at,
            )
            for person in known
        ],
        ignore_conflicts=True,
    )
    recount(people)


@transaction.atomic
def keep_for_summary(*, event: DocumentEvent, person: Person, summary_at: datetime) -> None:
    """Let an event be told in the person's summary of that instant."""
    put_under_bells(event=event, people=[person.pk])
    Notification.objects.filter(event=event, person=person, summary_at=None).update(
        summary_at=summary_at
    )


@transaction.atomic
def mark_read(*, person_id: int, at: datetime, ids: Collection[int] | None = None) -> int:
    """Mark a person's notifications as read, all of them by default; returns how many were not."""
    rows = Notification.objects.filter(person=person_id, read_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    count = rows.update(read_at=at)
    recount([person_id])
    return count


def owe_summaries(*, at: datetime) -> int:
    """Owe each person whose summary is due one mail; returns how many are due."""
    due = Notification.objects.filter(summary_at__lte=at, summarised_at=None)
    rows = due.values("person").annotate(until=Max("summary_at"), last=Max("pk"))
    for row in rows:
        owe(
            channel="summary",
            subject=f"summary-{row['until']:%Y%m%d}",
            at=at,
            payload={"until": row["until"].isoformat()},
            ordering_key="summary",
            recipients=[row["person"]],
            key=f"{row['until'].isoformat()}:{row['last']}",
        )
    return len(rows)


def owe_later(message: Message, *, due_at: datetime, at: datetime) -> None:
    """Owe a mail again that no summary can tell, to come when a summary would; once."""
    owe(
        channel=message.channel,
        subject=message.subject,
        at=at,
        payload={**message.payload, "waited": True},
        ordering_key=message.ordering_key,
        recipients=[message.recipient_id or 0],
        key=f"later:{message.pk}",
        due_at=due_at,
    )


def in_summary(person_id: int, *, until: datetime) -> list[Notification]:
    """What a person's summary tells: all that waits for it, the oldest first."""
    rows = Notification.objects.filter(summary_at__lte=until, person=person_id, summarised_at=None)
    return list(rows.select_related("event__by", "document__customer").order_by("document", "pk"))


def mark_summarised(rows: Collection[Notification], *, at: datetime) -> None:
    """Note that these were told in a summary."""
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(summarised_at=at)


def recount(people: Collection[int]) -> None:
    """Count again what is unread; PostgreSQL's rows are the truth, the number a copy."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, [sorted(people)])
