"""Corrections by operations: superseding, never editing; two people where money moves."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from services.corrections import (
    CorrectionRefused,
    apply_correction,
    billed,
    outcome_of,
    propose_correction,
    refuse_correction,
)
from services.inventory import rebuild, state_on
from services.models import Correction
from services.restating import restated, state_without, verb_of
from tests.accounts import make as accounts
from tests.services import make


@pytest.fixture
def service(system):
    """A service since January 2025, changed in 2026."""
    one = make.installed(accounts.customer(), price="50.0000")
    make.record_change(
        service=one,
        effective_on=date(2026, 2, 1),
        change={"set": {"configuration": {"speed": 200}}},
        source=make.IMPORT,
        person_id=None,
        at=make.AT,
    )
    return one


@pytest.fixture
def people(system):
    return accounts.staff("operations"), accounts.staff("operations")


def propose(service, people, **facts):
    usual = {"effective_on": date(2026, 2, 1), "reason": "Typed wrongly", "at": make.AT}
    return propose_correction(service=service, person_id=people[0].pk, **{**usual, **facts})


def test_a_setting_is_corrected_at_once_and_nothing_is_edited(service, people):
    wrong = service.entries.get(seq=2)
    correction = propose(
        service, people, voids=wrong, change={"set": {"configuration": {"speed": 300}}}
    )
    assert (correction.status, correction.needs_second) == ("applied", False)
    assert state_on(service, make.TODAY).configuration == {"speed": 300}
    assert service.entries.count() == 3
    wrong.refresh_from_db()
    assert wrong.change == {"set": {"configuration": {"speed": 200}}}
    assert correction.entry.voids == wrong
    assert (correction.entry.person, correction.entry.reason) == (people[0], "Typed wrongly")


def test_another_price_waits_for_a_second_person(service, people):
    correction = propose(service, people, change={"set": {"recurring_price": "45"}})
    assert (correction.status, correction.needs_second) == ("proposed", True)
    assert state_on(service, make.TODAY).recurring_price == Decimal(50)
    with pytest.raises(CorrectionRefused, match="somebody else"):
        apply_correction(correction=correction, person_id=people[0].pk, at=make.AT)
    applied = apply_correction(correction=correction, person_id=people[1].pk, at=make.AT)
    assert applied.status == "applied"
    assert state_on(service, make.TODAY).recurring_price == Decimal(45)
    with pytest.raises(CorrectionRefused, match="decided already"):
        apply_correction(correction=correction, person_id=people[1].pk, at=make.AT)


def test_another_start_day_waits_for_a_second_person(service, people):
    first = service.entries.get(seq=1)
    change = dict(first.change)
    correction = propose(service, people, voids=first, effective_on=date(2025, 3, 1), change=change)
    assert correction.needs_second
    apply_correction(correction=correction, person_id=people[1].pk, at=make.AT)
    assert state_on(service, date(2025, 2, 1)) is None
    assert state_on(service, make.TODAY).configuration == {"speed": 200}
    assert rebuild(check=True) == []


def test_the_database_knows_the_second_person_too(service, people):
    correction = propose(service, people, change={"set": {"recurring_price": "45"}})
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(
            status="applied",
            decided_by=people[0],
            decided_at=make.AT,
            entry=service.entries.first(),
        )


def test_what_never_happened_is_voided(service, people):
    wrong = service.entries.get(seq=2)
    correction = propose(service, people, voids=wrong, change={})
    assert correction.status == "applied"
    assert state_on(service, make.TODAY).configuration == {"speed": 100}
    with pytest.raises(CorrectionRefused, match="corrected already"):
        propose(service, people, voids=wrong, change={})


def test_a_refused_correction_leaves_everything(service, people):
    correction = propose(service, people, change={"set": {"recurring_price": "45"}})
    with pytest.raises(CorrectionRefused, match="why"):
        refuse_correction(correction=correction, person_id=people[1].pk, reason=" ", at=make.AT)
    refused = refuse_correction(
        correction=correction, person_id=people[1].pk, reason="The invoice says 50", at=make.AT
    )
    assert (refused.status, refused.refusal) == ("refused", "The invoice says 50")
    assert service.entries.count() == 2


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"reason": " ", "change": {"set": {"quantity": 2}}}, "reason"),
        ({"change": {"set": {"configuration": {"speed": 200}}}}, "Nothing would change"),
        ({"change": {"set": {"quantity": 2}}, "effective_on": date(2020, 1, 1)}, "not installed"),
        ({"change": {"install": {}}}, "cannot be read|installed already"),
    ],
)
def test_what_cannot_be_is_refused(service, people, facts, message):
    with pytest.raises(CorrectionRefused, match=message):
        propose(service, people, **facts)
    assert not Correction.objects.exists()


def test_billed_spans_join_what_pays_the_same(service):
    outcome = outcome_of(
        service=service, voids=None, effective_on=date(2026, 2, 1),
        change={"set": {"configuration": {"speed": 400}}},
    )  # fmt: skip
    assert billed(outcome.before) == [(date(2025, 1, 1), None, Decimal(50))]
    assert not outcome.needs_second


def test_restating_says_only_what_differs(service):
    entry = service.entries.get(seq=2)
    on = date(2026, 2, 1)
    values = {
        "office_id": None,
        "quantity": 1,
        "recurring_price": Decimal(50),
        "configuration": {"speed": 250},
    }
    assert verb_of(entry) == "set"
    assert state_without(service, entry, on=on).configuration == {"speed": 100}
    assert restated(service=service, entry=entry, on=on, values=values) == {
        "set": {"configuration": {"speed": 250}}
    }
    same = {**values, "configuration": {"speed": 100}}
    assert restated(service=service, entry=entry, on=on, values=same) == {}
    first = service.entries.get(seq=1)
    whole = restated(service=service, entry=first, on=on, values=values)["install"]
    assert whole["configuration"] == {"speed": 250}
    assert whole["offering_version_id"] == first.change["install"]["offering_version_id"]
