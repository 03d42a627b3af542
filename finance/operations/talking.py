"""Keeping the customer, and what the provider's people tell each other about a case."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Person
from accounts.standing import Standing
from finance import notices
from finance.operations.common import asked, finance_only, locked_open
from macd import policy
from macd.kinds import Problem
from macd.refusals import NotPermitted, StepDenied, Unsound
from services.cancellation import record_case_event
from services.models import CancellationCase, CaseStep


@transaction.atomic
def hand_over(
    *, case: CancellationCase, person: Person, by: Standing, at: datetime, note: str
) -> None:
    """Ask the account manager to try to keep the customer; they are told. The days run on."""
    finance_only(by)
    now = locked_open(case)
    if now.with_manager_since is not None:
        raise StepDenied(_("The account manager has this case already."))
    words = asked(note, "note", _("Say what the account manager should do."))
    now.with_manager_since = at
    now.save(update_fields=["with_manager_since"])
    record_case_event(case=now, step=CaseStep.HAND_OVER, at=at, by=person, note=words)
    notices.owe_hand_over(case=now, at=at)


@transaction.atomic
def answer_hand_over(
    *, case: CancellationCase, person: Person, by: Standing, at: datetime, note: str
) -> None:
    """The account manager gives the case back to finance with what came of it."""
    now = locked_open(case)
    if not policy.manages(by, now.customer.account_manager_id):
        raise NotPermitted(_("The account manager of this company answers."))
    if now.with_manager_since is None:
        raise StepDenied(_("Finance has this case already."))
    words = asked(note, "note", _("Say what came of it."))
    now.with_manager_since = None
    now.save(update_fields=["with_manager_since"])
    record_case_event(case=now, step=CaseStep.ANSWER, at=at, by=person, note=words)
    notices.owe_answer(case=now, at=at)


@transaction.atomic
def write_note(
    *, case: CancellationCase, person: Person, by: Standing, at: datetime, note: str
) -> None:
    """Keep a note that only the provider's people read (rule 15); a closed case takes one too."""
    if not (policy.is_finance(by) or policy.manages(by, case.customer.account_manager_id)):
        raise NotPermitted(_("Finance and the account manager write notes here."))
    words = asked(note, "note", _("Write the note."))
    record_case_event(case=case, step=CaseStep.NOTE, at=at, by=person, note=words)


@transaction.atomic
def note_change(
    *,
    case: CancellationCase,
    person: Person,
    by: Standing,
    at: datetime,
    notified_on: date,
    note: str,
) -> None:
    """Record that the provider changed price or conditions, which may free the customer.

    Raises Unsound for a day after the receipt, or without saying what was changed.
    """
    finance_only(by)
    now = locked_open(case)
    if notified_on > day_of(now.received_at):
        message = _("The notification lies after the receipt of the notice.")
        raise Unsound(message, problems=[Problem("notified_on", message)])
    words = asked(note, "note", _("Say what was changed."))
    now.change_notified_on = notified_on
    now.save(update_fields=["change_notified_on"])
    facts = {"notified_on": notified_on.isoformat()}
    record_case_event(case=now, step=CaseStep.FREE_EXIT, at=at, by=person, note=words, facts=facts)
