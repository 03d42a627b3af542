"""Putting two requests together, as one write that nobody else can get between."""

from datetime import datetime

from django.db import transaction

from accounts.standing import Standing
from macd import queries
from macd.models import Document
from macd.operations.steps.stepping import take_step
from macd.vocabulary import Step


@transaction.atomic
def join(
    *,
    document: Document,
    into: Document,
    by: Standing,
    at: datetime,
    revision: int | None = None,
) -> Document:
    """Put a request together with another of its company, which is returned and goes on for both.

    Raises NotPermitted, Stale, or StepDenied saying why the two stay apart.
    """
    # In one order, so that two who put each other's together never wait in a ring.
    for pk in sorted({document.pk, into.pk}):
        queries.locked(pk)
    take_step(document=document, step=Step.MERGE, by=by, at=at, revision=revision, into=into)
    return queries.whole(into.pk)
