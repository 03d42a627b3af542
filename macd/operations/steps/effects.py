"""What a step does beside moving the document: versions, claims, approvals, signatures."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.clock import day_of
from macd import policy, queries
from macd.kinds import Problem
from macd.models import Approval, Comment, Document, DocumentVersion
from macd.operations.claims.closing import finish, let_go, void_words
from macd.operations.claims.holding import hold_services
from macd.operations.claims.replacing import hold_touched
from macd.operations.claims.taken import Taken
from macd.operations.company.rule import ask_colleague_of
from macd.operations.filling.versions import freeze_current, freeze_version, weigh
from macd.operations.related.merging import take_into
from macd.operations.steps.numbering import part_ranges
from macd.operations.steps.ports import begin_ports
from macd.operations.steps.rendering import owe_preview
from macd.operations.steps.signing import sign
from macd.operations.steps.thresholds import finance_decides
from macd.plan import planned_for, point_of_no_return
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import (
    Action,
    Audience,
    LineStatus,
    Party,
    SectionName,
    Side,
    Status,
    Step,
)


def put_up(taken: Taken) -> dict[str, Any]:
    """Freeze what is installed, price the lines, hold the services, make the version."""
    document, on = taken.document, day_of(taken.at)
    freeze_current(document, on=on)
    weigh(document, at=taken.at)
    hold_touched(taken)
    hold_services(document, at=taken.at)
    # The day of receipt is part of the content.
    document.received_on = document.received_on or on
    version = freeze_version(document, at=taken.at)
    return {
        **_frozen(document, version),
        "submitted_at": document.submitted_at or taken.at,
        "received_on": document.received_on,
        "finance_decides": finance_decides(document, at=taken.at),
        "shared": True,
    }


def _frozen(document: Document, version: DocumentVersion) -> dict[str, Any]:
    return {
        "version": version.number,
        "content_hash": version.content_hash,
        "monthly_difference": document.monthly_difference,
        "at_stake": document.at_stake,
    }


def approve(taken: Taken) -> dict[str, Any]:
    """Bind the approval to the version that holds exactly what was seen, and owe its preview."""
    document = taken.document
    second = taken.row.step == Step.CONFIRM
    if second and taken.by and not policy.may_approve_second(taken.by, document):
        raise NotPermitted(_("Somebody else than the first approver must approve as second."))
    if second:
        # For a first approval it was weighed when the table's row was chosen.
        weigh(document, at=taken.at)
        version = document.versions.get(number=document.version)
    else:
        before = document.version
        version = freeze_version(document, at=taken.at)
        if version.number != before:
            hold_services(document, at=taken.at)
    Approval.objects.create(
        customer_id=document.customer_id,
        document=document,
        version=version,
        content_hash=version.content_hash,
        by_id=taken.person_id,
        at=taken.at,
        second=second,
    )
    values = _frozen(document, version)
    if not second:
        values["finance_decides"] = finance_decides(document, at=taken.at)
    if taken.row.to == Status.AWAITING_SIGNATURE:
        owe_preview(document=document, version=version, at=taken.at)
        values["approved_at"] = taken.at
    return values


def ask(taken: Taken) -> dict[str, Any]:
    """Keep the question where it can be answered in place."""
    _say(taken, side=Side.PROVIDER, is_question=True)
    return {}


def answer(taken: Taken) -> dict[str, Any]:
    """Put the answer beside the question; what was opened for it is so no longer."""
    _reopen(taken.document, frozenset())
    _say(taken, side=Side.CUSTOMER, answers=queries.open_question(taken.document))
    return {}


def _say(taken: Taken, *, side: Side, **more: Any) -> Comment:
    comment = Comment.objects.create(
        customer_id=taken.document.customer_id,
        document=taken.document,
        audience=Audience.SHARED,
        text=taken.note,
        by_id=taken.person_id,
        side=side,
        at=taken.at,
        **more,
    )
    taken.recorded["comment"] = comment.pk
    return comment


def return_to_customer(taken: Taken) -> dict[str, Any]:
    """Open the named sections again, all of the customer's when none is named."""
    named = taken.facts.get("sections")
    if named is not None and not set(named) <= set(SectionName.values):
        message = _("Choose the parts that the customer is to look at again.")
        raise Unsound(message, problems=[Problem("sections", message)])
    _reopen(taken.document, frozenset(SectionName.values if named is None else named))
    if named is not None:
        taken.recorded["sections"] = [name.value for name in SectionName if name in named]
    return ask(taken)


def _reopen(document: Document, names: Collection[str]) -> None:
    """Open these sections again, and no others."""
    document.sections.update(reopened=Q(name__in=sorted(names)) if names else False)


def hold(taken: Taken) -> dict[str, Any]:
    """Remember where to go back to, and who has the ball meanwhile: who holds, unless named."""
    named = taken.facts.get("ball") or Party.ACCOUNT_MANAGER
    if named not in Party.values or named == Party.NOBODY:
        message = _("Choose who is to act now.")
        raise Unsound(message, problems=[Problem("ball", message)])
    taken.recorded["ball"] = named
    return {"resume_status": taken.document.status, "ball": named, "waiting_for": taken.note}


def deny_withdrawal(taken: Taken) -> dict[str, Any]:
    """What was on hold is so again: for the same reason, and knowing where it came from."""
    document = taken.document
    if document.resume_status != Status.ON_HOLD:
        return {}
    held = document.events.filter(step=Step.HOLD).order_by("-id")[0]
    ball = held.facts.get("ball", Party.ACCOUNT_MANAGER)
    return {"resume_status": held.from_status, "ball": ball, "waiting_for": held.note}


def withdraw(taken: Taken) -> dict[str, Any]:
    """Before signature it ends here; after it the other side decides first."""
    if taken.row.to == Status.CANCELLED:
        return let_go(taken)
    return {"resume_status": taken.document.status}


def start_delivery(taken: Taken) -> dict[str, Any]:
    """Plan every line; what stays as it is needs nobody to deliver it."""
    document, on = taken.document, day_of(taken.at)
    begin_ports(document.lines.all(), at=taken.at)
    part_ranges(document.lines.all())
    for line in document.lines.all():
        promised, until = planned_for(line, document, on=on), line.no_return_on
        if promised is not None:
            until = point_of_no_return(line, promised_on=promised, on=on)
        line.advance(
            to=LineStatus.PLANNED,
            at=taken.at,
            committed_on=promised,
            promised_on=promised,
            no_return_on=until,
        )
        if line.action == Action.NO_CHANGE:
            line.advance(to=LineStatus.DELIVERED, at=taken.at, delivered_on=on)
            line.advance(to=LineStatus.COMPLETED, at=taken.at)
    return {}


def ask_colleague(taken: Taken) -> dict[str, Any]:
    """It stays inside the company, with whom the company's rule names."""
    return {"shared": False, "company_approver_id": ask_colleague_of(taken.document)}


EFFECTS: dict[Step, Callable[[Taken], dict[str, Any]]] = {
    Step.SUBMIT: put_up,
    Step.ASK_COLLEAGUE: ask_colleague,
    Step.AGREE: put_up,
    Step.START_REVIEW: put_up,
    Step.ASK: ask,
    Step.RETURN: return_to_customer,
    Step.ANSWER: answer,
    Step.REJECT: let_go,
    Step.REFUSE: let_go,
    Step.TIME_OUT: let_go,
    Step.LAPSE: let_go,
    Step.DISCARD: let_go,
    Step.EXPIRE: let_go,
    Step.APPROVE: approve,
    Step.CONFIRM: approve,
    Step.REVIEW_AGAIN: void_words,
    Step.REVISE: void_words,
    Step.DECLINE: void_words,
    Step.SIGN: sign,
    Step.HOLD: hold,
    Step.DENY_WITHDRAWAL: deny_withdrawal,
    Step.WITHDRAW: withdraw,
    Step.CLOSE_WITHDRAWN: let_go,
    Step.START_DELIVERY: start_delivery,
    Step.COMPLETE: finish,
    Step.CLOSE_PARTLY: finish,
    Step.FAIL: finish,
    Step.LEAVE: let_go,
    Step.MERGE: take_into,
}
