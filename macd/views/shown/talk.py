"""What the two sides say to each other: suggestions, the open question, comments."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy, queries
from macd.fields import find_place
from macd.models import Comment, Document, FieldChange
from macd.vocabulary import Audience, ChangeState, Party, Side, Status
from macd.workflow import editable


def suggestions_of(standing: Standing, document: Document) -> list[dict[str, Any]]:
    """What components/proposal.html takes, and whether the reader decides or may take it back."""
    side = policy.side_of(standing, document)
    return [
        _suggestion(document, change, side)
        for change in document.field_changes.all()
        if change.state == ChangeState.PROPOSED
    ]


def _suggestion(document: Document, change: FieldChange, side: Side | None) -> dict[str, Any]:
    place = find_place(document, change.path)
    show = place.shown if place else str
    mine = side == change.side
    open_now = side is not None and bool(editable(Status(document.status), side))
    return {
        "by": change.by.name,
        "party": Party.ACCOUNT_MANAGER if change.side == Side.PROVIDER else Party.CUSTOMER,
        "label": place.label if place else change.path,
        "before": show(change.before) if change.before not in (None, "") else "",
        "after": show(change.after) if change.after not in (None, "") else _("nothing"),
        "at": change.at,
        "note": "",
        "decide": open_now and not mine,
        "take_back": open_now and mine,
        "url": reverse("document_proposal", args=[document.number, change.pk]),
        "pk": change.pk,
    }


def question_in(comments: Iterable[Comment]) -> Comment | None:
    """The last question that nothing among these comments answers."""
    answered = {comment.answers_id for comment in comments if comment.answers_id}
    questions = [c for c in comments if c.is_question and c.pk not in answered]
    return questions[-1] if questions else None


def comments_shown(document: Document, comments: Iterable[Comment]) -> list[dict[str, Any]]:
    """What components/comment_thread.html takes."""
    sides = {
        Side.CUSTOMER.value: document.customer.legal_name,
        Side.PROVIDER.value: _("for the provider"),
    }
    return [
        {
            "author": comment.by.name,
            "party_label": sides.get(comment.side, ""),
            "at": comment.at,
            "text": comment.text,
            "internal": comment.audience == Audience.INTERNAL,
        }
        for comment in comments
    ]


def comment_parts(
    standing: Standing,
    document: Document,
    comments: list[Comment],
    refused: dict[str, str] | None,
) -> dict[str, Any]:
    """What components/comment_thread.html and comment_form.html take; ``refused`` goes back."""
    side = policy.comments_as(standing, document)
    other = settings.PROVIDER_NAME if side == Side.CUSTOMER else document.customer.legal_name
    return {
        "comments": comments_shown(document, comments),
        "may_comment": side is not None,
        "may_write_internal": side == Side.PROVIDER,
        "audience_name": other,
        "comment_url": reverse("document_comment", args=[document.number]),
        "comment_text": (refused or {}).get("text", ""),
        "comment_error": (refused or {}).get("error", ""),
    }


def read_changes(document: Document) -> None:
    """Bring in the suggestions worth showing, with who made them, in one query."""
    changes = FieldChange.objects.select_related("by").filter(queries.worth_showing())
    prefetch_related_objects([document], Prefetch("field_changes", changes))
