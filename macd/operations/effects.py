"""What a step does beside moving the document: versions, claims, approvals, signatures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries
from macd.conflicts import claim_action, holder_of, touched
from macd.kinds import Problem
from macd.models import Approval, Comment, Document, DocumentVersion, Signature
from macd.operations.rendering import owe_preview, owe_seal
from macd.operations.thresholds import signatures_missing
from macd.operations.vacating import discard_planned_offices
from macd.operations.versions import freeze_current, freeze_version, weigh
from macd.plan import stop_day
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import Action, Audience, LineStatus, Side, Status, Step
from macd.workflow import T
from services import claims


@dataclass(slots=True)
class Taken:
    """A step as it is being taken; ``recorded`` goes into the history row."""

    document: Document
    row: T
    by: Standing | None
    at: datetime
    seen: str
    note: str
    facts: dict[str, Any]
    recorded: dict[str, Any] = field(default_factory=dict)

    @property
    def person_id(self) -> int:
        """Who takes it; the system takes no step that asks."""
        if self.by is None:
            raise NotPermitted(_("Only a person can do this."))
        return self.by.person_id


def put_up(taken: Taken) -> dict[str, Any]:
    """Freeze what is installed, price the lines, hold the services, make the version."""
    document, on = taken.document, day_of(taken.at)
    freeze_current(document, on=on)
    weigh(document, at=taken.at)
    for line in document.lines.all():
        action = claim_action(line)
        if action and line.service:
            try:
                claims.claim(
                    service=line.service,
                    action=action,
                    holder=holder_of(document, line),
                    fields=touched(line),
                    effective_on=document.requested_on,
                    at=taken.at,
                )
            except claims.ClaimConflict as conflict:
                message = _("%(other)s is already open on %(service)s.") % {
                    "other": conflict.holder.rsplit("/", 1)[0],
                    "service": line.service,
                }
                raise Unsound(
                    message, problems=[Problem(f"line.{line.number}", message)]
                ) from conflict
    version = freeze_version(document, at=taken.at)
    return {
        **_frozen(document, version),
        "submitted_at": document.submitted_at or taken.at,
        "received_on": document.received_on or on,
        "shared": True,
    }


def _frozen(document: Document, version: DocumentVersion) -> dict[str, Any]:
    return {
        "version": version.number,
        "content_hash": version.content_hash,
        "monthly_difference": document.monthly_difference,
        "at_stake": document.at_stake,
    }


def let_go(taken: Taken) -> dict[str, Any]:
    """Release the services, void what was approved, withdraw the lines that are still open."""
    document = taken.document
    for line in document.lines.all():
        claims.release(holder=holder_of(document, line), at=taken.at)
        if line.status in (LineStatus.OPEN, LineStatus.PLANNED, LineStatus.HELD):
            line.advance(to=LineStatus.WITHDRAWN, at=taken.at)
    discard_planned_offices(document=document, by=taken.by, at=taken.at)
    return void_words(taken)


def void_words(taken: Taken) -> dict[str, Any]:
    """Approvals and signatures no longer hold; they stay on record (rule 12)."""
    for words in (taken.document.approvals, taken.document.signatures):
        words.filter(voided_at=None).update(voided_at=taken.at)
    return {"approved_at": None} if taken.document.signed_at is None else {}


def approve(taken: Taken) -> dict[str, Any]:
    """Bind the approval to the version that holds exactly what was seen, and owe its preview."""
    document = taken.document
    second = taken.row.step == Step.CONFIRM
    if second and taken.by and not policy.may_approve_second(taken.by, document):
        raise NotPermitted(_("Somebody else than the first approver must approve as second."))
    weigh(document, at=taken.at)
    version = freeze_version(document, at=taken.at)
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
    if taken.row.to == Status.AWAITING_SIGNATURE:
        owe_preview(document=document, version=version, at=taken.at)
        values["approved_at"] = taken.at
    return values


def sign(taken: Taken) -> dict[str, Any]:
    """Bind the signature to the approved version; the last one owes the seal (rule 13)."""
    document = taken.document
    version = document.versions.get(number=document.version)
    if document.signatures.filter(by=taken.person_id, voided_at=None).exists():
        raise NotPermitted(_("You have signed this already."))
    if document.approvals.filter(by=taken.person_id, voided_at=None).exists():
        raise NotPermitted(_("Nobody signs for both sides."))
    if not taken.facts.get("consent"):
        message = _("Confirm that you have read the document and agree.")
        raise Unsound(message, problems=[Problem("consent", message)])
    Signature.objects.create(
        customer_id=document.customer_id,
        document=document,
        version=version,
        content_hash=version.content_hash,
        by_id=taken.person_id,
        at=taken.at,
        method=str(taken.facts.get("method", "password")),
        consent=str(taken.facts["consent"]),
        language=str(taken.facts.get("language", document.language)),
    )
    if signatures_missing(document, signing=None) > 0:
        return {}
    owe_seal(document=document, version=version, at=taken.at)
    return {"signed_at": taken.at}


def ask(taken: Taken) -> dict[str, Any]:
    """Keep the question where it can be answered in place."""
    _say(taken, side=Side.PROVIDER, is_question=True)
    return {}


def answer(taken: Taken) -> dict[str, Any]:
    """Put the answer beside the question."""
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
    sections = taken.document.sections.all()
    named = taken.facts.get("sections")
    for section in sections:
        section.reopened = named is None or section.name in named
        section.save(update_fields=["reopened"])
    return ask(taken)


def hold(taken: Taken) -> dict[str, Any]:
    """Remember where to go back to; the step names who has the ball."""
    return {"resume_status": taken.document.status}


def withdraw(taken: Taken) -> dict[str, Any]:
    """Before signature it ends here; after it the other side decides first."""
    if taken.row.to == Status.CANCELLED:
        return let_go(taken)
    # What was on hold already knows where it came from, and stays on hold if this is denied.
    return {"resume_status": taken.document.status}


def start_delivery(taken: Taken) -> dict[str, Any]:
    """Plan every line; what stays as it is needs nobody to deliver it."""
    document, on = taken.document, day_of(taken.at)
    for line in document.lines.all():
        promised = document.committed_on
        if line.action == Action.DELETE and not line.decision:
            promised = max(filter(None, (promised, stop_day(document, on=on))))
        line.advance(to=LineStatus.PLANNED, at=taken.at, committed_on=promised)
        if line.action == Action.NO_CHANGE:
            line.advance(to=LineStatus.DELIVERED, at=taken.at, delivered_on=on)
            line.advance(to=LineStatus.COMPLETED, at=taken.at)
    return {}


def finish(taken: Taken) -> dict[str, Any]:
    """The document is done; its services are free for the next one."""
    for line in taken.document.lines.all():
        claims.release(holder=holder_of(taken.document, line), at=taken.at)
    return {"completed_on": day_of(taken.at)}


EFFECTS: dict[Step, Callable[[Taken], dict[str, Any]]] = {
    Step.SUBMIT: put_up,
    Step.ASK_COLLEAGUE: lambda _taken: {"shared": False},
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
    Step.WITHDRAW: withdraw,
    Step.CLOSE_WITHDRAWN: let_go,
    Step.START_DELIVERY: start_delivery,
    Step.COMPLETE: finish,
    Step.CLOSE_PARTLY: finish,
    Step.FAIL: finish,
}
