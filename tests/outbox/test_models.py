"""The database refuses messages whose facts contradict each other."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from outbox.models import Message

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"state": "lost"},
        {"state": "sent"},
        {"state": "pending", "sent_at": AT},
        {"state": "attention", "leased_until": AT},
        {"state": "sent", "sent_at": AT, "leased_until": AT},
    ],
)
def test_contradicting_facts_are_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            channel="mail", subject="a", idempotency_key="k", created_at=AT, **facts
        )


@pytest.mark.django_db
def test_a_key_is_taken_once() -> None:
    Message.objects.create(channel="mail", subject="a", idempotency_key="k", created_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(channel="mail", subject="b", idempotency_key="k", created_at=AT)
