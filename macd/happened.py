"""What was done, in the words that history and evidence tell it with, and who did it reads."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd.models import Document, DocumentEvent
from macd.vocabulary import Happening, LineStep, Reminder, Status, Step

DONE: dict[str, Any] = {
    Happening.OPEN: gettext_lazy("started the request"),
    Happening.FILL_IN: gettext_lazy("filled in"),
    Happening.SUGGEST: gettext_lazy("suggested"),
    Happening.DECIDE: gettext_lazy("decided on a suggestion"),
    Happening.CORRECT: gettext_lazy("corrected, without changing what was agreed"),
    Happening.COMMENT: gettext_lazy("wrote a comment"),
    Happening.COMMENT_INTERNAL: gettext_lazy("wrote an internal note"),
    Happening.ATTACH: gettext_lazy("added a file"),
    Happening.DETACH: gettext_lazy("took a file out"),
    Happening.TAKE_OVER: gettext_lazy("took over what is installed now"),
    Happening.FINDING: gettext_lazy("recorded a finding about item %(line)s"),
    Happening.LEAVING_REFUSED: gettext_lazy("wanted to stop the last services"),
    Reminder.ANSWER: gettext_lazy("reminded of the open question"),
    Reminder.AGREE: gettext_lazy("reminded the colleague who is to agree"),
    Reminder.SIGN: gettext_lazy("reminded of the signature"),
    Reminder.DRAFT: gettext_lazy("reminded of the draft"),
    Reminder.APPOINTMENT: gettext_lazy("reminded of the visit"),
    Reminder.ESCALATE: gettext_lazy("told the team lead that it waits too long"),
    Reminder.RISK: gettext_lazy("warned that the promise is at risk"),
    Happening.VISIT_PLANNED: gettext_lazy("planned a visit"),
    Happening.VISIT_MOVED: gettext_lazy("moved a visit"),
    Happening.VISIT_CANCELLED: gettext_lazy("cancelled a visit"),
    Happening.VISIT_CLOSED: gettext_lazy("recorded how a visit ended"),
    Happening.VISIT_ASSIGNED: gettext_lazy("said who goes there"),
    Happening.HANDED_OVER: gettext_lazy("gave it to another account manager"),
    Happening.PROMISE_MOVED: gettext_lazy("promised another day for item %(line)s"),
    Happening.PORT_CHECKED: gettext_lazy("checked the numbers of item %(line)s"),
    Happening.PORT_REQUESTED: gettext_lazy(
        "asked the other operator for the numbers of item %(line)s"
    ),
    Happening.PORT_REFUSED: gettext_lazy("recorded that the numbers of item %(line)s are refused"),
    Happening.PORT_ASKED: gettext_lazy("corrected what was said of the numbers of item %(line)s"),
    Happening.PORT_CONFIRMED: gettext_lazy("recorded the day for the numbers of item %(line)s"),
    Happening.PORT_PORTED: gettext_lazy("took over the numbers of item %(line)s"),
    Happening.DEVICE_BACK: gettext_lazy("took back a device of item %(line)s"),
    Happening.PORT_OUT: gettext_lazy("recorded that another operator asks for a number"),
    Happening.JOIN: gettext_lazy("took over the items of %(other)s"),
    Happening.WAIT: gettext_lazy("lets this wait for %(other)s"),
    Happening.GO_ON: gettext_lazy("lets this wait for %(other)s no longer"),
    Happening.TURN: gettext_lazy("said that %(other)s has ended, so that this can go on"),
    Happening.SPLIT: gettext_lazy("lets some services move elsewhere, with %(other)s"),
    Reminder.WAY_BACK: gettext_lazy("drafted the way back of %(other)s"),
    Reminder.OVERSTAYED: gettext_lazy(
        "said that the last day is over and no way back is under way"
    ),
    Reminder.DEVICE: gettext_lazy("reminded of devices to send back"),
    Reminder.DEVICE_LATE: gettext_lazy("said that devices are not back in time"),
    Step.MERGE: gettext_lazy("put the request together with %(other)s"),
    Step.SUBMIT: gettext_lazy("sent the request"),
    Step.ASK_COLLEAGUE: gettext_lazy("asked a colleague to agree"),
    Step.AGREE: gettext_lazy("agreed and sent the request"),
    Step.SEND_BACK: gettext_lazy("sent the request back to the requester"),
    Step.DISCARD: gettext_lazy("discarded the draft"),
    Step.EXPIRE: gettext_lazy("let the draft expire"),
    Step.START_REVIEW: gettext_lazy("started the request on the customer's behalf"),
    Step.TAKE_UP: gettext_lazy("took up the request"),
    Step.ASK: gettext_lazy("asked a question"),
    Step.RETURN: gettext_lazy("returned the request to the customer"),
    Step.REJECT: gettext_lazy("refused the request"),
    Step.ANSWER: gettext_lazy("answered"),
    Step.TIME_OUT: gettext_lazy("closed the request: no answer came"),
    Step.APPROVE: gettext_lazy("approved version %(version)s"),
    Step.CONFIRM: gettext_lazy("approved version %(version)s as second"),
    Step.REVIEW_AGAIN: gettext_lazy("sent the request back for review"),
    Step.REVISE: gettext_lazy("took version %(version)s back to change it"),
    Step.SIGN: gettext_lazy("signed version %(version)s"),
    Step.DECLINE: gettext_lazy("declined to sign version %(version)s"),
    Step.LAPSE: gettext_lazy("let the offer lapse"),
    Step.START_DELIVERY: gettext_lazy("sealed the document and planned the delivery"),
    Step.HOLD: gettext_lazy("put the request on hold"),
    Step.RESUME: gettext_lazy("resumed the request"),
    Step.REFUSE: gettext_lazy("refused the request"),
    Step.WITHDRAW: gettext_lazy("withdrew the request"),
    Step.GRANT_WITHDRAWAL: gettext_lazy("accepted the withdrawal"),
    Step.DENY_WITHDRAWAL: gettext_lazy("denied the withdrawal"),
    Step.CLOSE_WITHDRAWN: gettext_lazy("closed the request as withdrawn"),
    Step.COMPLETE: gettext_lazy("completed the request"),
    Step.CLOSE_PARTLY: gettext_lazy("closed the request as partly done"),
    Step.FAIL: gettext_lazy("closed the request as not delivered"),
    Step.LEAVE: gettext_lazy("closed the request, because the company leaves"),
}
LINE_DONE: dict[str, Any] = {
    LineStep.PLAN: gettext_lazy("planned item %(line)s"),
    LineStep.HOLD: gettext_lazy("put item %(line)s on hold"),
    LineStep.RESUME: gettext_lazy("resumed item %(line)s"),
    LineStep.DELIVER: gettext_lazy("delivered item %(line)s"),
    LineStep.ACCEPT: gettext_lazy("accepted item %(line)s"),
    LineStep.REPORT_DEFECT: gettext_lazy("reported a defect of item %(line)s"),
    LineStep.FAIL: gettext_lazy("could not deliver item %(line)s"),
    LineStep.WITHDRAW: gettext_lazy("withdrew item %(line)s"),
    LineStep.SUPERSEDE: gettext_lazy("replaced item %(line)s by an amendment"),
}

# What a person reads who took the step.
CONFIRMED: dict[str, Any] = {
    Step.SUBMIT: gettext_lazy("Request %(number)s was sent."),
    Step.ASK_COLLEAGUE: gettext_lazy("A colleague was asked to agree to request %(number)s."),
    Step.AGREE: gettext_lazy("Request %(number)s was agreed to and sent."),
    Step.SEND_BACK: gettext_lazy("Request %(number)s was sent back to the requester."),
    Step.DISCARD: gettext_lazy("Draft %(number)s was discarded."),
    Step.EXPIRE: gettext_lazy("Draft %(number)s expired."),
    Step.START_REVIEW: gettext_lazy("Request %(number)s was started on the customer’s behalf."),
    Step.TAKE_UP: gettext_lazy("Request %(number)s was taken up."),
    Step.ASK: gettext_lazy("The question about %(number)s was sent to the customer."),
    Step.RETURN: gettext_lazy("Request %(number)s was returned to the customer."),
    Step.REJECT: gettext_lazy("Request %(number)s was refused."),
    Step.ANSWER: gettext_lazy("The answer about %(number)s was sent."),
    Step.TIME_OUT: gettext_lazy("Request %(number)s was closed: no answer came."),
    Step.APPROVE: gettext_lazy("Version %(version)s of %(number)s was approved."),
    Step.CONFIRM: gettext_lazy("Version %(version)s of %(number)s was approved a second time."),
    Step.REVIEW_AGAIN: gettext_lazy("Request %(number)s was sent back for review."),
    Step.REVISE: gettext_lazy("Request %(number)s was taken back and can be changed again."),
    Step.SIGN: gettext_lazy("You signed version %(version)s of %(number)s."),
    Step.DECLINE: gettext_lazy("You declined to sign version %(version)s of %(number)s."),
    Step.LAPSE: gettext_lazy("The offer of %(number)s lapsed."),
    Step.START_DELIVERY: gettext_lazy("The delivery of %(number)s was started."),
    Step.HOLD: gettext_lazy("Request %(number)s was put on hold."),
    Step.RESUME: gettext_lazy("Request %(number)s was resumed."),
    Step.REFUSE: gettext_lazy("Request %(number)s was closed as not possible."),
    Step.WITHDRAW: gettext_lazy("Request %(number)s was withdrawn."),
    Step.GRANT_WITHDRAWAL: gettext_lazy("The withdrawal of %(number)s was accepted."),
    Step.DENY_WITHDRAWAL: gettext_lazy("The withdrawal of %(number)s was denied."),
    Step.CLOSE_WITHDRAWN: gettext_lazy("Request %(number)s was closed as withdrawn."),
    Step.COMPLETE: gettext_lazy("Request %(number)s was completed."),
    Step.CLOSE_PARTLY: gettext_lazy("Request %(number)s was closed as partly done."),
    Step.FAIL: gettext_lazy("Request %(number)s was closed as not delivered."),
    Step.LEAVE: gettext_lazy("Request %(number)s was closed, because the company leaves."),
    Step.MERGE: gettext_lazy("Request %(number)s was put together with another one."),
}
LINE_CONFIRMED: dict[str, Any] = {
    LineStep.PLAN: gettext_lazy("Item %(line)s was planned."),
    LineStep.HOLD: gettext_lazy("Item %(line)s was put on hold."),
    LineStep.RESUME: gettext_lazy("Item %(line)s was resumed."),
    LineStep.DELIVER: gettext_lazy("Item %(line)s was reported as delivered."),
    LineStep.ACCEPT: gettext_lazy("Item %(line)s was accepted."),
    LineStep.REPORT_DEFECT: gettext_lazy("A defect of item %(line)s was reported."),
    LineStep.FAIL: gettext_lazy("Item %(line)s was closed as not delivered."),
    LineStep.WITHDRAW: gettext_lazy("Item %(line)s was withdrawn."),
    LineStep.SUPERSEDE: gettext_lazy("Item %(line)s was replaced by an amendment."),
}


def told(event: DocumentEvent) -> str:
    """What was done, after the name of who did it."""
    facts = {"version": event.version, "line": event.line_number, "other": _other(event)}
    if event.facts.get("part"):
        return _("delivered %(part)s of %(of)s of item %(line)s") % {**event.facts, **facts}
    if event.step == Step.WITHDRAW and event.to_status == Status.WITHDRAWAL_REQUESTED:
        return _("asked to withdraw the request")
    if event.step in DONE:
        return str(DONE[event.step]) % facts
    line_step = event.step.removeprefix("line_")
    return str(LINE_DONE[line_step]) % facts if line_step in LINE_DONE else event.step_label


def _other(event: DocumentEvent) -> str:
    """The other request that an event is about."""
    facts = event.facts
    return str(facts.get("other") or facts.get("into") or facts.get("from") or "")


def signed_in_words(version: int) -> str:
    """What a signatory did, of whose signature no event stands there yet."""
    return str(DONE[Step.SIGN]) % {"version": version}


def confirmed(step: str, document: Document) -> str:
    """What a step did to a document, as it then is."""
    facts = {"number": document.number, "version": document.version}
    if step == Step.WITHDRAW and document.status == Status.WITHDRAWAL_REQUESTED:
        return _("The withdrawal of %(number)s was asked for.") % facts
    return str(CONFIRMED[step]) % facts


def line_confirmed(step: str, document: Document, number: int) -> str:
    """What a step did to an item of a document, as it then is."""
    line = next((line for line in document.lines.all() if line.number == number), None)
    if step == LineStep.DELIVER and line and 0 < line.delivered_quantity < line.quantity:
        return _("Of item %(line)s, %(done)s of %(all)s are delivered.") % {
            "line": number,
            "done": line.delivered_quantity,
            "all": line.quantity,
        }
    return str(LINE_CONFIRMED[step]) % {"line": number}
