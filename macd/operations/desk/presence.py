"""Saying that one has a document open, and who else has."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Person
from accounts.standing import Standing
from macd.models import Document, Presence

# A browser says it every half minute; after this it is taken to be gone.
GONE = timedelta(seconds=75)


@transaction.atomic
def be_present(*, document: Document, by: Standing, at: datetime) -> list[Person]:
    """Note that a person has a document open, and return the others who have, by name."""
    Presence.objects.update_or_create(
        document=document,
        person_id=by.person_id,
        defaults={"at": at},
        create_defaults={"at": at, "customer_id": document.customer_id},
    )
    Presence.objects.filter(document=document, at__lt=at - GONE).delete()
    others = Presence.objects.filter(document=document).exclude(person=by.person_id)
    return [row.person for row in others.select_related("person").order_by("person__name")]
