"""What becomes of what is open while a case is accepted: items, numbers, requests (rule 59)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.standing import Standing
from finance.models import CaseLine, CaseNumber, LineDecision, NumberDecision
from finance.operations.common import asked, finance_only, locked_open
from finance.operations.stopping import follow_decision
from macd import policy
from macd.kinds import Problem
from macd.models import Document, Line
from macd.refusals import NotPermitted, StepDenied, Unsound
from macd.workflow import FINAL
from services.cancellation import record_case_event
from services.models import CancellationCase, CaseOverride, CaseStatus, CaseStep, ServiceNumber
from services.models.number import GONE


@transaction.atomic
def decide_item(
    *,
    case: CancellationCase,
    line: Line,
    decision: str,
    person: Person,
    by: Standing,
    at: datetime,
    cost: Decimal | None = None,
    note: str,
) -> CaseLine:
    """Decide about one open item: stop, finish, or stop and charge ``cost`` (excl. VAT).

    It ends when its agreement is executed, so that a withdrawal leaves it as it was; while the
    case is accepted, what is to stop waits on hold. It may be decided anew until then.
    Raises Unsound, or StepDenied for an item that is not open.
    """
    finance_only(by)
    now = locked_open(case)
    if line.customer_id != now.customer_id or line.is_final or line.document.is_final:
        raise StepDenied(_("This item is not open."))
    if decision not in LineDecision.values:
        raise _unsound("decision", _("Choose what becomes of it."))
    amount = cost or Decimal(0)
    if (decision == LineDecision.COSTED) != (amount > 0):
        raise _unsound("cost", _("Give what was done as an amount, or choose another decision."))
    words = asked(note, "note", _("Say why in a few words."))
    decided, _created = CaseLine.objects.update_or_create(
        case=now,
        line=line,
        defaults={
            "customer_id": now.customer_id,
            "decision": decision,
            "cost": amount,
            "reason": words,
            "by": person,
            "at": at,
        },
    )
    facts = {
        "request": line.document.number,
        "item": line.number,
        "decision": decision,
        "cost": str(amount),
    }
    record_case_event(
        case=now, step=CaseStep.DECIDE_LINE, at=at, by=person, note=words, facts=facts
    )
    follow_decision(now, decided, at=at)
    return decided


@transaction.atomic
def decide_number(
    *,
    case: CancellationCase,
    number: ServiceNumber,
    decision: str,
    person: Person,
    by: Standing,
    at: datetime,
) -> CaseNumber:
    """Decide whether a number is given up or taken along; the customer does, or finance for it."""
    if not policy.may_give_notice(by, case.customer_id) and not policy.is_finance(by):
        raise NotPermitted(_("A signatory, a company administrator or finance decides this."))
    now = locked_open(case)
    if number.customer_id != now.customer_id or number.status in GONE:
        raise StepDenied(_("This number is not in use any more."))
    if decision not in NumberDecision.values:
        raise _unsound("decision", _("Choose what becomes of it."))
    decided, _created = CaseNumber.objects.update_or_create(
        case=now,
        number=number,
        defaults={
            "customer_id": now.customer_id,
            "decision": decision,
            "by": person,
            "at": at,
        },
    )
    facts = {"number": number.e164, "decision": decision}
    record_case_event(case=now, step=CaseStep.DECIDE_NUMBER, at=at, by=person, facts=facts)
    return decided


@transaction.atomic
def allow_request(
    *,
    case: CancellationCase,
    reference: str,
    person: Person,
    by: Standing,
    at: datetime,
    note: str,
) -> CaseOverride:
    """Let one request through although the customer leaves, with a reason.

    ``reference`` is its number, as who asks reads it out. Raises Unsound where the customer has
    no such open request.
    """
    finance_only(by)
    now = locked_open(case)
    if now.status != CaseStatus.ACCEPTED:
        raise StepDenied(_("Nothing is refused before the notice is accepted."))
    words = asked(note, "note", _("Say why in a few words."))
    wanted = reference.strip().upper()
    found = Document.objects.filter(customer=now.customer_id, number=wanted)
    if "\x00" in wanted or not found.exclude(status__in=sorted(FINAL)).exists():
        raise _unsound("reference", _("This company has no open request of that number."))
    override, created = CaseOverride.objects.get_or_create(
        case=now,
        reference=wanted,
        defaults={"customer_id": now.customer_id, "reason": words, "by": person, "at": at},
    )
    if created:
        facts = {"request": wanted}
        record_case_event(
            case=now, step=CaseStep.OVERRIDE, at=at, by=person, note=words, facts=facts
        )
    return override


def _unsound(path: str, message: str) -> Unsound:
    return Unsound(message, problems=[Problem(path, message)])
