"""People of the demonstration have read what they were told long ago; a few things are new."""

from django.db import connection

from accounts.models import Person
from macd.models import DocumentEvent, Notification
from macd.operations.desk.announcing import recount
from outbox.models import Message

UNREAD = 5
"""So many stay new for each person: the latest."""

READ = """
UPDATE macd_notification AS told
   SET read_at = told.at + interval '2 hours'
  FROM (SELECT id, row_number() OVER (PARTITION BY person_id ORDER BY at DESC, id DESC) AS place
          FROM macd_notification WHERE read_at IS NULL) AS ranked
 WHERE ranked.id = told.id AND ranked.place > %s
"""


def let_people_read() -> None:
    """Put what is owed under the bells at once, and mark all but the latest as read.

    Delivered later on, the same messages change nothing.
    """
    owed = {
        message.payload["event"]: message.payload["people"]
        for message in Message.objects.filter(channel="notice")
    }
    active = set(Person.objects.filter(is_active=True).values_list("pk", flat=True))
    events = DocumentEvent.objects.filter(pk__in=owed).order_by("pk")
    Notification.objects.bulk_create(
        [
            Notification(
                customer_id=event.customer_id,
                person_id=person,
                event=event,
                document_id=event.document_id,
                at=event.at,
            )
            for event in events
            for person in owed[event.pk]
            if person in active
        ],
        ignore_conflicts=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(READ, [UNREAD])
    recount(active)
