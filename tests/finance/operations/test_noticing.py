"""Giving notice has its effect at once, and so has recording one (rule 56)."""

from datetime import UTC, datetime

import pytest

from audit.models import AuditEvent
from finance import operations
from macd.refusals import NotPermitted, StepDenied, Unsound
from outbox.models import Message
from services.models import CancellationCase
from tests.accounts import make as people
from tests.macd import make


def told(about):
    rows = Message.objects.filter(channel="case_mail", payload__about=about)
    return set(rows.values_list("recipient_id", flat=True))


def notice(world, person, **more):
    values = {"sure": True, **more}
    return operations.give_notice(
        customer=world.customer, person=person, by=world.by(person), at=make.AT, **values
    )


def test_rule_56_a_notice_stamps_receipt_opens_a_case_and_tells(world):
    case = notice(world, world.signatory, reason="We merge.")
    assert (case.received_at, case.opened_by, case.reason) == (
        make.AT,
        world.signatory,
        "We merge.",
    )
    assert case.agreements.count() == 1
    assert told("case_notice") == {world.manager.pk, world.finance.pk}
    assert told("case_receipt") == {world.signatory.pk}
    assert AuditEvent.objects.filter(event="case.notice_given").count() == 1


def test_rule_56_a_company_administrator_gives_notice_too(world, administrator):
    assert notice(world, administrator).customer == world.customer


def test_rule_56_who_may_not_sign_gives_no_notice(world):
    for person in (world.requester, world.manager, world.finance, people.membership().person):
        with pytest.raises(NotPermitted):
            notice(world, person)
    assert not CancellationCase.objects.exists()


def test_a_notice_that_is_not_meant_is_none(world):
    with pytest.raises(Unsound) as refused:
        notice(world, world.signatory, sure=False)
    assert [problem.path for problem in refused.value.problems] == ["sure"]
    assert not CancellationCase.objects.exists()
    assert not told("case_notice")


def test_notice_is_given_once(world, administrator):
    notice(world, world.signatory)
    with pytest.raises(StepDenied, match="2 March 2026"):
        notice(world, administrator)
    assert CancellationCase.objects.count() == 1


LETTER_CAME = datetime(2026, 2, 27, 11, 0, tzinfo=UTC)


def recorded(world, person, **more):
    values = {"channel": "letter", "received_at": LETTER_CAME, "given_by": "A. Boss", **more}
    return operations.record_notice(
        customer=world.customer, person=person, by=world.by(person), at=make.AT, **values
    )


def test_rule_56_a_letter_is_recorded_by_finance_with_its_receipt(world):
    """The day the letter came counts, not the day on which it is recorded."""
    case = recorded(world, world.finance)
    assert (case.received_at, case.opened_by, case.given_by) == (
        LETTER_CAME,
        world.finance,
        "A. Boss",
    )
    assert case.agreements.get().statutory_end_if_small_on.isoformat() == "2026-02-28"
    assert told("case_notice") == {world.manager.pk, world.finance.pk}
    assert told("case_receipt") == {world.signatory.pk}


def test_rule_56_only_finance_records_a_letter(world):
    for person in (world.manager, world.signatory, world.operations, world.lead):
        with pytest.raises(NotPermitted):
            recorded(world, person)


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"channel": "page"}, "channel"),
        ({"received_at": datetime(2026, 3, 2, 9, 1, tzinfo=UTC)}, "received_on"),
        ({"given_by": " "}, "given_by"),
    ],
)
def test_a_letter_without_its_facts_is_not_recorded(world, more, path):
    with pytest.raises(Unsound) as refused:
        recorded(world, world.finance, **more)
    assert [problem.path for problem in refused.value.problems] == [path]
    assert not CancellationCase.objects.exists()


def test_who_has_left_gives_no_notice(world):
    world.customer.closed_on = make.TODAY
    world.customer.save()
    with pytest.raises(StepDenied, match="left already"):
        recorded(world, world.finance)
