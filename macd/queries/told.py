"""History, discussion and suggestions, as far as a person may read them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.standing import Standing
from macd import policy
from macd.models import Comment, Document, DocumentEvent, FieldChange
from macd.vocabulary import Audience, ChangeState, Happening, Reminder, Step

# What the provider's people do among themselves (rule 15).
INTERNAL_EVENTS = frozenset(
    {
        Happening.COMMENT_INTERNAL.value,
        Happening.LEAVING_REFUSED.value,
        Step.REVIEW_AGAIN.value,
        Reminder.ESCALATE.value,
        Reminder.RISK.value,
        Happening.VISIT_ASSIGNED.value,
    }
)


def events_for(standing: Standing, document: Document) -> QuerySet[DocumentEvent]:
    """The history that a person may read, newest first."""
    events = document.events.select_related("by").order_by("-id")
    if policy.reads_internal(standing, document):
        return events
    return events.exclude(step__in=INTERNAL_EVENTS)


def comments_for(standing: Standing, document: Document) -> QuerySet[Comment]:
    """What a person may read of the discussion (rule 15)."""
    comments = document.comments.select_related("by")
    if policy.reads_internal(standing, document):
        return comments
    return comments.filter(audience=Audience.SHARED)


def open_proposals(document: Document) -> QuerySet[FieldChange]:
    """Suggestions that nobody decided yet."""
    return document.field_changes.filter(state=ChangeState.PROPOSED).select_related("by")


def proposals_in(documents: Iterable[Document]) -> QuerySet[FieldChange]:
    """Suggestions that nobody decided yet, in any of these documents."""
    return FieldChange.objects.filter(
        document__in=[document.pk for document in documents], state=ChangeState.PROPOSED
    )


def worth_showing() -> Q:
    """Field changes that a page tells of: what is suggested, and each promised date."""
    return Q(state=ChangeState.PROPOSED) | Q(
        path="planning.committed_on", state__in=[ChangeState.APPLIED, ChangeState.ACCEPTED]
    )


def open_question(document: Document) -> Comment | None:
    """The last question that has no answer."""
    return (
        document.comments.filter(is_question=True, answered_by__isnull=True)
        .select_related("by")
        .order_by("-id")
        .first()
    )
