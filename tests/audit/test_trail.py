"""Recording: what the trail takes, and what it refuses."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from audit.models import AuditEvent
from audit.trail import record

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_an_event_is_recorded_unchained() -> None:
    record(
        event="document.submit",
        at=AT,
        person_id=4,
        customer_id=9,
        reference="MACD-2026-00001",
        facts={"version": 1, "hash": "ab" * 32, "lines": [1, 2], "by": None},
    )
    event = AuditEvent.objects.get()
    assert (event.event, event.at, event.person_id, event.customer_id) == (
        "document.submit",
        AT,
        4,
        9,
    )
    assert event.facts["lines"] == [1, 2]
    assert (event.position, event.previous_hash, event.hash) == (None, None, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [{"name": "Jan Peeters"}, {"a": ["x y"]}, {"price": 1.5}, {"two words": 1}, {"at": AT}],
)
def test_facts_with_words_or_fractions_are_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="only ids and codes"):
        record(event="document.submit", at=AT, facts=facts)


@pytest.mark.django_db
def test_an_event_is_a_code_at_a_known_instant() -> None:
    with pytest.raises(ValueError, match="code in small letters"):
        record(event="Document submitted", at=AT)
    with pytest.raises(ValueError, match="time zone"):
        record(event="document.submit", at=AT.replace(tzinfo=None))


@pytest.mark.django_db
def test_an_event_goes_with_the_step_that_failed() -> None:
    def step_that_fails() -> None:
        with transaction.atomic():
            record(event="document.submit", at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        step_that_fails()
    assert not AuditEvent.objects.exists()
