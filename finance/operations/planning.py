"""Choosing how each agreement ends, and accepting the notice (rule 58)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Person
from accounts.standing import Standing
from finance import notices
from finance.ends import end_for, longest_notice
from finance.letters import owe_letter
from finance.operations.common import asked, finance_only, locked_open
from finance.operations.stopping import follow_decisions
from macd.kinds import Problem
from macd.refusals import NotPermitted, StepDenied, Unsound
from services.cancellation import advance_case, record_case_event, refresh_last_day
from services.models import CancellationCase, CaseAgreement, CaseStatus, CaseStep, EndMode


@transaction.atomic
def choose_end(
    *,
    row: CaseAgreement,
    mode: str,
    person: Person,
    by: Standing,
    at: datetime,
    ends_on: date | None = None,
    note: str,
) -> CaseAgreement:
    """Choose how one agreement ends; ``ends_on`` is the first day without, for a fixed date.

    An immediate end gets its day from a second person. After acceptance it amends what was told,
    so the customer gets a new letter. Raises Unsound for a mode that has no day here, a day in
    the past, or no reason.
    """
    finance_only(by)
    case = locked_open(row.case)
    now = _open_row(row)
    if mode not in EndMode.values:
        raise _unsound("mode", _("Choose how the agreement ends."))
    words = asked(note, "note", _("Say why in a few words."))
    day = end_for(
        now,
        EndMode(mode),
        received_on=day_of(case.received_at),
        longest=longest_notice(case),
        chosen_on=ends_on,
    )
    if mode != EndMode.IMMEDIATE:
        if day is None:
            raise _unsound("mode", _("There is no such day here yet. Choose another end."))
        if day < day_of(at) + timedelta(days=1):
            path = "last_on" if mode == EndMode.FIXED else "mode"
            raise _unsound(path, _("The last day with service cannot lie in the past."))
    now.end_mode, now.ends_on = mode, day
    now.chosen_by, now.second_by = person, None
    now.save(update_fields=["end_mode", "ends_on", "chosen_by", "second_by"])
    facts = _facts(now)
    record_case_event(case=case, step=CaseStep.PLAN, at=at, by=person, note=words, facts=facts)
    _follow(case, at=at)
    if mode == EndMode.IMMEDIATE:
        notices.owe_second(case=case, but=person.pk, at=at)
    return now


@transaction.atomic
def confirm_immediate(
    *, row: CaseAgreement, person: Person, by: Standing, at: datetime
) -> CaseAgreement:
    """A second person of finance confirms an immediate end: from today on, no service.

    Raises NotPermitted for the one who chose it.
    """
    finance_only(by)
    case = locked_open(row.case)
    now = _open_row(row)
    if now.end_mode != EndMode.IMMEDIATE or now.ends_on is not None:
        raise StepDenied(_("No immediate end waits for a second person."))
    if now.chosen_by_id == person.pk:
        raise NotPermitted(_("Somebody else of finance confirms an immediate end."))
    now.ends_on, now.second_by = day_of(at), person
    now.save(update_fields=["ends_on", "second_by"])
    record_case_event(case=case, step=CaseStep.SECOND, at=at, by=person, facts=_facts(now))
    _follow(case, at=at)
    return now


@transaction.atomic
def plan_closing(
    *, case: CancellationCase, person: Person, by: Standing, at: datetime, closes_on: date
) -> None:
    """Choose the first day without service for a customer that has no running agreement.

    Raises StepDenied where agreements decide that.
    """
    finance_only(by)
    now = locked_open(case)
    if now.agreements.exists():
        raise StepDenied(_("The agreements decide when the last service ends."))
    if closes_on < day_of(at) + timedelta(days=1):
        raise _unsound("last_on", _("The last day with service cannot lie in the past."))
    now.closes_on = closes_on
    now.act_on = closes_on - timedelta(days=1)
    now.save(update_fields=["closes_on", "act_on"])
    facts = {"ends_on": closes_on.isoformat()}
    record_case_event(case=now, step=CaseStep.PLAN, at=at, by=person, facts=facts)
    _follow(now, at=at)


@transaction.atomic
def accept(*, case: CancellationCase, person: Person, by: Standing, at: datetime) -> None:
    """Accept the notice: every agreement has its end, the customer gets a letter.

    Raises StepDenied where an end is not chosen, or an immediate one not confirmed.
    """
    finance_only(by)
    now = locked_open(case)
    if now.status != CaseStatus.NOTICE_GIVEN:
        raise StepDenied(_("The notice is accepted already."))
    rows = list(now.agreements.select_related("agreement"))
    undecided = [str(row.agreement) for row in rows if row.ends_on is None]
    if undecided or (not rows and now.closes_on is None):
        message = _("Choose the end first: %(agreements)s.") % {
            "agreements": ", ".join(undecided) or now.customer
        }
        raise StepDenied(message, problems=[Problem("ends", message)])
    advance_case(case=now, to=CaseStatus.ACCEPTED, by=person, at=at)
    record_case_event(case=now, step=CaseStep.ACCEPT, at=at, by=person)
    follow_decisions(now, at=at)
    _follow(now, at=at)
    notices.owe_accepted(case=now, at=at)


def _follow(case: CancellationCase, *, at: datetime) -> None:
    """The list's last day, the day all ends, and once accepted the letter, follow the rows."""
    ends = [row.ends_on for row in case.agreements.all()]
    known = [end for end in ends if end is not None]
    if ends:
        refresh_last_day(case)
        case.closes_on = max(known) if len(known) == len(ends) else None
        case.save(update_fields=["closes_on"])
    if case.closes_on is not None and case.status == CaseStatus.ACCEPTED:
        owe_letter(case=case, at=at)


def _open_row(row: CaseAgreement) -> CaseAgreement:
    now = CaseAgreement.objects.select_related("agreement", "case").get(pk=row.pk)
    if now.executed_on is not None:
        raise StepDenied(_("This agreement has ended already."))
    return now


def _facts(row: CaseAgreement) -> dict[str, str]:
    return {
        "agreement": row.agreement.number,
        "mode": row.end_mode,
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
    }


def _unsound(path: str, message: str) -> Unsound:
    return Unsound(message, problems=[Problem(path, message)])
