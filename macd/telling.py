"""Who is told of what, by which way: one table, derived from the workflow's column ``tell``.

Pages show it to administrators, preferences choose from it, mails and notices follow it.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

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
        for event, audience in {**told, **BESIDE}.items()
    )


def is_important(event: str) -> bool:
    """Whether word of an event comes at once, whatever its reader chose."""
    return event in IMPORTANT


def label_of(event: str) -> str:
    """What an event is called, in the language that is active."""
    for codes, prefix in ((Step, ""), (Happening, ""), (Reminder, ""), (LineStep, "line_")):
        code = event.removeprefix(prefix)
        if event.startswith(prefix) and code in codes.values:
            label = str(codes(code).label)
            return _("Item: %(step)s") % {"step": label} if codes is LineStep else label
    return event


def _ways(event: str, audience: frozenset[Actor]) -> frozenset[Way]:
    ways = {Way.PAGE, Way.MAIL} if audience else set()
    if event not in INTERNAL:
        ways.add(Way.WEBHOOK)
    if event in DATED:
        ways.add(Way.CALENDAR)
    return frozenset(ways)
