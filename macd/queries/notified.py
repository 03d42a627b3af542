"""What a person finds under the bell."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.standing import Standing
from macd.models import Document, Notification
from macd.queries.reach import documents_for


def notifications_for(standing: Standing) -> QuerySet[Notification]:
    """A person's notifications about documents they may still see, the newest first."""
    seen: QuerySet[Document] = documents_for(standing).filter(pk=OuterRef("document"))
    rows = Notification.objects.filter(Exists(seen), person=standing.person_id)
    return rows.select_related("event__by", "document__customer").order_by("-at", "-pk")
