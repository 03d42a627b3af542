"""Who is told of what, by which way: one table, derived from the workflow's column ``tell``.

Pages show it to administrators, preferences choose from it, mails and notices follow it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd.vocabulary import Actor, Happening, LineStep, Reminder, Step
from macd.workflow import LINE_TRANSITIONS, TRANSITIONS


class Way(StrEnum):
    """How word of an event travels."""

    PAGE = "page"
    MAIL = "mail"
    WEBHOOK = "webhook"
    CALENDAR = "calendar"


CUSTOMER_ACTORS = frozenset(
    {Actor.REQUESTER, Actor.COMPLETER, Actor.COMPANY_APPROVER, Actor.SIGNATORY, Actor.READER}
)
# What asks something of its reader, or ends what they wait for: told at once, whatever they chose.
IMPORTANT: frozenset[str] = frozenset(
    {
        Step.ASK_COLLEAGUE,
        Step.SEND_BACK,
        Step.ASK,
        Step.RETURN,
        Step.REJECT,
        Step.TIME_OUT,
        Step.APPROVE,
        Step.CONFIRM,
        Step.REVISE,
        Step.SIGN,
        Step.DECLINE,
        Step.LAPSE,
        Step.REFUSE,
        Step.WITHDRAW,
        Step.DENY_WITHDRAWAL,
        Step.FAIL,
        "line_fail",
        "line_report_defect",
        Happening.LEAVING_REFUSED,
        Happening.VISIT_MOVED,
        Happening.VISIT_CANCELLED,
        Happening.PROMISE_MOVED,
        Happening.CORRECT,
        Happening.PORT_REFUSED,
        Happening.PORT_OUT,
        Reminder.SIGN,
        Reminder.ANSWER,
        Reminder.AGREE,
        Reminder.ESCALATE,
    }
)
# What is told beside the steps of the tables.
BESIDE: dict[str, frozenset[Actor]] = {
    Happening.COMMENT: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.SUGGEST: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.DECIDE: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.LEAVING_REFUSED: frozenset({Actor.ACCOUNT_MANAGER, Actor.FINANCE}),
    Happening.VISIT_PLANNED: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER, Actor.OPERATIONS}),
    Happening.VISIT_MOVED: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.VISIT_CANCELLED: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.VISIT_CLOSED: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.PROMISE_MOVED: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.PORT_REFUSED: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.PORT_CONFIRMED: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.PORT_PORTED: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.PORT_OUT: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.HANDED_OVER: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.CORRECT: frozenset(
        {Actor.SIGNATORY, Actor.REQUESTER, Actor.ACCOUNT_MANAGER, Actor.OPERATIONS}
    ),
    Happening.JOIN: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.WAIT: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Happening.TURN: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Reminder.ANSWER: frozenset({Actor.REQUESTER}),
    Reminder.AGREE: frozenset({Actor.COMPANY_APPROVER}),
    Reminder.SIGN: frozenset({Actor.SIGNATORY, Actor.REQUESTER}),
    Reminder.DRAFT: frozenset({Actor.REQUESTER}),
    Reminder.ESCALATE: frozenset({Actor.ACCOUNT_MANAGER}),
    Reminder.RISK: frozenset({Actor.ACCOUNT_MANAGER, Actor.OPERATIONS}),
    Reminder.APPOINTMENT: frozenset({Actor.REQUESTER}),
    Reminder.WAY_BACK: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
    Reminder.OVERSTAYED: frozenset({Actor.ACCOUNT_MANAGER}),
    Reminder.DEVICE: frozenset({Actor.REQUESTER}),
    Reminder.DEVICE_LATE: frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER, Actor.OPERATIONS}),
}
# What is told of without a request, so by mail only: who ordered a SIM, that it was sent.
SIM_SENT = "sim_sent"
ALONE: dict[str, frozenset[Actor]] = {SIM_SENT: frozenset({Actor.REQUESTER})}
# What puts a day into calendars, or takes it out.
DATED: frozenset[str] = frozenset(
    {Step.START_DELIVERY, Step.COMPLETE, Step.CLOSE_PARTLY, Step.CLOSE_WITHDRAWN, Step.FAIL}
)
# Internal to the provider, so it leaves the house by no webhook (rule 15).
INTERNAL: frozenset[str] = frozenset(
    {
        Happening.COMMENT_INTERNAL,
        Happening.LEAVING_REFUSED,
        Happening.VISIT_ASSIGNED,
        Step.REVIEW_AGAIN,
        Reminder.ESCALATE,
        Reminder.RISK,
        Reminder.OVERSTAYED,
    }
)


# What its readers call an event; a step is named after what someone does.
NEWS: dict[str, Any] = {
    "agree": gettext_lazy("A colleague agreed, and it is sent"),
    "ask_colleague": gettext_lazy("Your agreement is asked"),
    "send_back": gettext_lazy("A colleague sent a request back"),
    "open": gettext_lazy("A draft is started"),
    "fill_in": gettext_lazy("Answers are filled in"),
    "discard": gettext_lazy("A draft is discarded"),
    "expire": gettext_lazy("A draft is closed"),
    "start_review": gettext_lazy("A request is started for you"),
    "submit": gettext_lazy("A new request"),
    "take_up": gettext_lazy("A request is taken up"),
    "ask": gettext_lazy("A question about a request"),
    "return": gettext_lazy("A request is to be completed"),
    "reject": gettext_lazy("A request is refused"),
    "answer": gettext_lazy("A question is answered"),
    "time_out": gettext_lazy("A request is closed without an answer"),
    "approve": gettext_lazy("A request is approved"),
    "confirm": gettext_lazy("A request is approved by a second person"),
    "review_again": gettext_lazy("A request is sent back for review"),
    "revise": gettext_lazy("What was to be signed is changed"),
    "sign": gettext_lazy("A document is signed"),
    "decline": gettext_lazy("A document is not signed"),
    "lapse": gettext_lazy("An offer has expired"),
    "start_delivery": gettext_lazy("A document is sealed and delivery is planned"),
    "hold": gettext_lazy("A request is on hold"),
    "resume": gettext_lazy("A request goes on"),
    "refuse": gettext_lazy("A request is not possible"),
    "withdraw": gettext_lazy("A request is withdrawn"),
    "grant_withdrawal": gettext_lazy("A withdrawal is accepted"),
    "deny_withdrawal": gettext_lazy("A withdrawal is not possible"),
    "close_withdrawn": gettext_lazy("What was withdrawn is stopped"),
    "complete": gettext_lazy("All of a request is delivered"),
    "close_partly": gettext_lazy("Part of a request is delivered"),
    "fail": gettext_lazy("Nothing of a request could be delivered"),
    "leave": gettext_lazy("A request is closed because the company leaves"),
    "merge": gettext_lazy("Requests are put together"),
    "line_plan": gettext_lazy("An item is planned"),
    "line_accept": gettext_lazy("An item is accepted"),
    "line_supersede": gettext_lazy("An item is replaced by an amendment"),
    "line_hold": gettext_lazy("An item is on hold"),
    "line_resume": gettext_lazy("An item goes on"),
    "line_deliver": gettext_lazy("An item is delivered"),
    "line_report_defect": gettext_lazy("A defect is reported"),
    "line_fail": gettext_lazy("An item cannot be delivered"),
    "line_withdraw": gettext_lazy("An item is withdrawn"),
    "comment": gettext_lazy("A comment"),
    "comment_internal": gettext_lazy("An internal note"),
    "attach": gettext_lazy("A file is added"),
    "detach": gettext_lazy("A file is taken out"),
    "take_over": gettext_lazy("What is installed is taken over"),
    "finding": gettext_lazy("A finding is recorded"),
    "suggest": gettext_lazy("A change is suggested"),
    "decide": gettext_lazy("A suggestion is answered"),
    "leaving_refused": gettext_lazy("The last services were to be stopped"),
    "visit_planned": gettext_lazy("A visit is planned"),
    "visit_moved": gettext_lazy("A visit is moved"),
    "visit_cancelled": gettext_lazy("A visit is cancelled"),
    "visit_assigned": gettext_lazy("Somebody is chosen for a visit"),
    "visit_closed": gettext_lazy("A visit has ended"),
    "promise_moved": gettext_lazy("Another day is promised"),
    "port_checked": gettext_lazy("Details of a port are checked"),
    "port_requested": gettext_lazy("Another operator is asked for numbers"),
    "port_asked": gettext_lazy("Details of a port are corrected"),
    "port_refused": gettext_lazy("Another operator refuses numbers"),
    "port_confirmed": gettext_lazy("The day for numbers is confirmed"),
    "port_ported": gettext_lazy("Numbers have come over"),
    "port_out": gettext_lazy("Another operator asks for a number"),
    "handed_over": gettext_lazy("Another account manager looks after it"),
    "correct": gettext_lazy("Details are corrected"),
    "join": gettext_lazy("A request asks for more"),
    "wait": gettext_lazy("A request waits for another one"),
    "go_on": gettext_lazy("A request waits for another one no longer"),
    "split": gettext_lazy("Services move to two places"),
    "turn": gettext_lazy("A request need wait no longer"),
    "remind_answer": gettext_lazy("We still wait for an answer"),
    "remind_agree": gettext_lazy("Your agreement is still awaited"),
    "remind_sign": gettext_lazy("Something is still to be signed"),
    "remind_draft": gettext_lazy("A draft will be closed"),
    "escalate": gettext_lazy("A request waits too long"),
    "promise_at_risk": gettext_lazy("A promise is at risk"),
    "remind_appointment": gettext_lazy("A visit is near"),
    "remind_way_back": gettext_lazy("The way back of a temporary move is near"),
    "overstayed": gettext_lazy("Temporary move past its last day"),
    "remind_device": gettext_lazy("Devices are to be sent back"),
    "device_back": gettext_lazy("A device is back"),
    "device_late": gettext_lazy("Devices are not back in time"),
    SIM_SENT: gettext_lazy("A SIM that you ordered is sent"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """One row: an event, who is told, by which ways, and whether a person may choose otherwise."""

    event: str
    audience: frozenset[Actor]
    ways: frozenset[Way]
    important: bool

    def concerns(self, *, staff: bool, customer: bool) -> bool:
        """Whether people of the provider, or of a customer, are ever told."""
        return (staff and bool(self.audience - CUSTOMER_ACTORS)) or (
            customer and bool(self.audience & CUSTOMER_ACTORS)
        )


def tellings() -> tuple[Telling, ...]:
    """The whole table: the steps of a document, of its lines, and what happens beside them."""
    told: dict[str, frozenset[Actor]] = {}
    for row in TRANSITIONS:
        told[row.step.value] = told.get(row.step.value, frozenset()) | row.tell
    for line in LINE_TRANSITIONS:
        code = f"line_{line.step.value}"
        told[code] = told.get(code, frozenset()) | line.tell
    return tuple(
        Telling(event, audience, _ways(event, audience), event in IMPORTANT)
        for event, audience in {**told, **BESIDE, **ALONE}.items()
    )


def is_important(event: str) -> bool:
    """Whether word of an event comes at once, whatever its reader chose."""
    return event in IMPORTANT


def label_of(event: str) -> str:
    """What an event is called, in the language that is active."""
    if event in NEWS:
        return str(NEWS[event])
    for codes, prefix in ((Step, ""), (Happening, ""), (Reminder, ""), (LineStep, "line_")):
        code = event.removeprefix(prefix)
        if event.startswith(prefix) and code in codes.values:
            label = str(codes(code).label)
            return _("Item: %(step)s") % {"step": label} if codes is LineStep else label
    return event


def _ways(event: str, audience: frozenset[Actor]) -> frozenset[Way]:
    if event in ALONE:
        return frozenset({Way.MAIL})
    ways = {Way.PAGE, Way.MAIL} if audience else set()
    if event not in INTERNAL:
        ways.add(Way.WEBHOOK)
    if event in DATED:
        ways.add(Way.CALENDAR)
    return frozenset(ways)
