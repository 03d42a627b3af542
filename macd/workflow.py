"""The life of a document and of its lines: two tables, read by everything else."""

from collections.abc import Iterable
from dataclasses import dataclass

from macd.vocabulary import (
    Actor,
    Condition,
    Demand,
    LineStatus,
    LineStep,
    Party,
    SectionName,
    Side,
    Status,
    Step,
)

A, D, S = Actor, Demand, Status


@dataclass(frozen=True, slots=True)
class T:
    """One row: who may take a step from which statuses, where it leads, who has the ball then.

    ``to`` is None where the document goes back to its ``resume_status``; ``ball`` is None where
    the step itself names the party (a hold). ``via`` are statuses passed in the same transaction
    because TMF622 has no direct edge. ``when`` chooses between rows of one step.
    """

    step: Step
    from_: frozenset[Status]
    to: Status | None
    by: frozenset[Actor]
    ball: Party | None
    tell: frozenset[Actor]
    demand: frozenset[Demand]
    when: Condition | None = None
    via: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True)
class L:
    """One row of the lines' table; the same columns as a document's, fewer of them."""

    step: LineStep
    from_: frozenset[LineStatus]
    to: LineStatus
    by: frozenset[Actor]
    tell: frozenset[Actor]
    demand: frozenset[Demand]


def t(
    step: Step,
    from_: Iterable[Status],
    to: Status | None,
    by: Iterable[Actor],
    ball: Party | None,
    tell: Iterable[Actor],
    demand: Iterable[Demand] = (),
    *,
    when: Condition | None = None,
    via: tuple[Status, ...] = (),
) -> T:
    """Write one row of the table with plain sets."""
    return T(
        step,
        frozenset(from_),
        to,
        frozenset(by),
        ball,
        frozenset(tell),
        frozenset(demand),
        when,
        via,
    )


def line(
    step: LineStep,
    from_: Iterable[LineStatus],
    to: LineStatus,
    by: Iterable[Actor],
    tell: Iterable[Actor],
    demand: Iterable[Demand] = (),
) -> L:
    """Write one row of the lines' table with plain sets."""
    return L(step, frozenset(from_), to, frozenset(by), frozenset(tell), frozenset(demand))


BEFORE_SIGNATURE = {
    S.SUBMITTED,
    S.IN_REVIEW,
    S.AWAITING_CUSTOMER,
    S.AWAITING_SECOND_APPROVAL,
    S.AWAITING_SIGNATURE,
}
AFTER_SIGNATURE = {S.SIGNED, S.IN_DELIVERY, S.ON_HOLD}
NOT_SENT = (S.DRAFT, S.AWAITING_COMPANY)
FINAL = frozenset({S.COMPLETED, S.PARTIAL, S.FAILED, S.REJECTED, S.CANCELLED, S.EXPIRED})
# Where single items can be taken out of a request, before it is approved (rule 18).
DROPPABLE = frozenset({S.SUBMITTED, S.IN_REVIEW, S.AWAITING_CUSTOMER})
# Where requests that touch the same can still be put together, or take turns (rule 5).
JOINABLE = DROPPABLE | {S.DRAFT}
CUSTOMERS = {A.REQUESTER, A.SIGNATORY}
WITHDRAWN = (S.WITHDRAWAL_REQUESTED, S.WITHDRAWING)

# fmt: off
TRANSITIONS: tuple[T, ...] = (
    t(Step.SUBMIT, {S.DRAFT}, S.SUBMITTED, {A.REQUESTER}, Party.ACCOUNT_MANAGER, {A.ACCOUNT_MANAGER}, {D.SOUND, D.COMPANY}),
    t(Step.ASK_COLLEAGUE, {S.DRAFT}, S.AWAITING_COMPANY, {A.REQUESTER}, Party.CUSTOMER, {A.COMPANY_APPROVER}, {D.SOUND}),
    t(Step.AGREE, {S.AWAITING_COMPANY}, S.SUBMITTED, {A.COMPANY_APPROVER}, Party.ACCOUNT_MANAGER, {A.REQUESTER, A.ACCOUNT_MANAGER}, {D.SOUND}),
    t(Step.SEND_BACK, {S.AWAITING_COMPANY}, S.DRAFT, {A.COMPANY_APPROVER, A.REQUESTER}, Party.CUSTOMER, {A.REQUESTER}, {D.REASON}),
    t(Step.DISCARD, {S.DRAFT}, S.EXPIRED, {A.REQUESTER, A.ACCOUNT_MANAGER}, Party.NOBODY, ()),
    t(Step.EXPIRE, {S.DRAFT, S.AWAITING_COMPANY}, S.EXPIRED, {A.SYSTEM}, Party.NOBODY, {A.REQUESTER}),
    t(Step.START_REVIEW, {S.DRAFT}, S.IN_REVIEW, {A.ACCOUNT_MANAGER, A.SYSTEM}, Party.ACCOUNT_MANAGER, {A.REQUESTER}, {D.SOUND, D.ORIGIN}),
    t(Step.TAKE_UP, {S.SUBMITTED}, S.IN_REVIEW, {A.ACCOUNT_MANAGER}, Party.ACCOUNT_MANAGER, {A.REQUESTER}),
    t(Step.ASK, {S.SUBMITTED, S.IN_REVIEW}, S.AWAITING_CUSTOMER, {A.ACCOUNT_MANAGER}, Party.CUSTOMER, {A.REQUESTER}, {D.REASON}),
    t(Step.RETURN, {S.SUBMITTED, S.IN_REVIEW}, S.AWAITING_CUSTOMER, {A.ACCOUNT_MANAGER}, Party.CUSTOMER, {A.REQUESTER}, {D.REASON}),
    t(Step.REJECT, {S.SUBMITTED}, S.REJECTED, {A.ACCOUNT_MANAGER}, Party.NOBODY, {A.REQUESTER}, {D.REASON}),
    t(Step.ANSWER, {S.AWAITING_CUSTOMER}, S.IN_REVIEW, {A.REQUESTER, A.COMPLETER}, Party.ACCOUNT_MANAGER, {A.ACCOUNT_MANAGER}, {D.REASON}),
    t(Step.TIME_OUT, {S.AWAITING_CUSTOMER}, S.CANCELLED, {A.SYSTEM}, Party.NOBODY, {A.REQUESTER, A.ACCOUNT_MANAGER}, {D.NO_DELETE}),
    t(Step.APPROVE, {S.IN_REVIEW}, S.AWAITING_SIGNATURE, {A.ACCOUNT_MANAGER}, Party.CUSTOMER, CUSTOMERS, {D.SEEN, D.SOUND, D.COMPLETE, D.AGREED, D.UNCHANGED, D.NOT_STOPPED, D.IN_TURN}, when=Condition.WITHIN_THRESHOLD),
    t(Step.APPROVE, {S.IN_REVIEW}, S.AWAITING_SECOND_APPROVAL, {A.ACCOUNT_MANAGER}, Party.SECOND_APPROVER, {A.SECOND_APPROVER}, {D.SEEN, D.SOUND, D.COMPLETE, D.AGREED, D.UNCHANGED, D.NOT_STOPPED, D.IN_TURN}, when=Condition.ABOVE_THRESHOLD),
    t(Step.CONFIRM, {S.AWAITING_SECOND_APPROVAL}, S.AWAITING_SIGNATURE, {A.SECOND_APPROVER}, Party.CUSTOMER, {*CUSTOMERS, A.ACCOUNT_MANAGER}, {D.SEEN, D.SOUND, D.UNCHANGED, D.NOT_STOPPED}),
    t(Step.REVIEW_AGAIN, {S.AWAITING_SECOND_APPROVAL}, S.IN_REVIEW, {A.SECOND_APPROVER}, Party.ACCOUNT_MANAGER, {A.ACCOUNT_MANAGER}, {D.REASON}),
    t(Step.REVISE, {S.AWAITING_SECOND_APPROVAL, S.AWAITING_SIGNATURE}, S.IN_REVIEW, {A.ACCOUNT_MANAGER}, Party.ACCOUNT_MANAGER, CUSTOMERS, {D.REASON}),
    t(Step.SIGN, {S.AWAITING_SIGNATURE}, S.SIGNED, {A.SIGNATORY}, Party.OPERATIONS, {A.REQUESTER, A.ACCOUNT_MANAGER}, {D.SEEN, D.UNCHANGED, D.NOT_STOPPED}, when=Condition.LAST_SIGNATURE),
    t(Step.SIGN, {S.AWAITING_SIGNATURE}, S.AWAITING_SIGNATURE, {A.SIGNATORY}, Party.CUSTOMER, {A.SIGNATORY}, {D.SEEN, D.UNCHANGED, D.NOT_STOPPED}, when=Condition.MORE_SIGNATURES),
    t(Step.DECLINE, {S.AWAITING_SIGNATURE}, S.IN_REVIEW, {A.SIGNATORY}, Party.ACCOUNT_MANAGER, {A.REQUESTER, A.SIGNATORY, A.ACCOUNT_MANAGER}, {D.REASON}),
    t(Step.LAPSE, {S.AWAITING_SIGNATURE}, S.CANCELLED, {A.SYSTEM}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}, {D.NO_DELETE}),
    t(Step.START_DELIVERY, {S.SIGNED}, S.IN_DELIVERY, {A.SYSTEM}, Party.OPERATIONS, {A.REQUESTER, A.SIGNATORY, A.OPERATIONS}, {D.SEALED}),
    t(Step.HOLD, {S.IN_REVIEW, S.SIGNED}, S.ON_HOLD, {A.ACCOUNT_MANAGER, A.OPERATIONS}, None, {A.REQUESTER, A.ACCOUNT_MANAGER}, {D.REASON}),
    t(Step.HOLD, {S.IN_DELIVERY}, S.ON_HOLD, {A.ACCOUNT_MANAGER, A.OPERATIONS}, None, {A.REQUESTER, A.ACCOUNT_MANAGER}, {D.REASON, D.ALL_HELD}),
    t(Step.RESUME, {S.ON_HOLD}, None, {A.ACCOUNT_MANAGER, A.OPERATIONS}, None, {A.REQUESTER, A.ACCOUNT_MANAGER}),
    t(Step.REFUSE, {S.IN_REVIEW}, S.CANCELLED, {A.ACCOUNT_MANAGER}, Party.NOBODY, {A.REQUESTER}, {D.REASON}, via=(S.ON_HOLD,)),
    t(Step.REFUSE, {S.ON_HOLD}, S.CANCELLED, {A.ACCOUNT_MANAGER}, Party.NOBODY, {A.REQUESTER}, {D.REASON, D.NOT_PASSED}),
    t(Step.WITHDRAW, BEFORE_SIGNATURE, S.CANCELLED, {A.REQUESTER}, Party.NOBODY, {A.ACCOUNT_MANAGER, A.SIGNATORY}, {D.REASON}, via=WITHDRAWN),
    t(Step.WITHDRAW, AFTER_SIGNATURE, S.WITHDRAWAL_REQUESTED, {A.REQUESTER, A.SIGNATORY}, Party.ACCOUNT_MANAGER, {A.ACCOUNT_MANAGER, A.OPERATIONS}, {D.REASON, D.NOT_PASSED}),
    t(Step.GRANT_WITHDRAWAL, {S.WITHDRAWAL_REQUESTED}, S.WITHDRAWING, {A.ACCOUNT_MANAGER, A.OPERATIONS}, Party.OPERATIONS, {A.OPERATIONS}, {D.NOT_PASSED}),
    t(Step.DENY_WITHDRAWAL, {S.WITHDRAWAL_REQUESTED}, None, {A.ACCOUNT_MANAGER, A.OPERATIONS}, None, CUSTOMERS, {D.REASON}),
    t(Step.CLOSE_WITHDRAWN, {S.WITHDRAWING}, S.CANCELLED, {A.SYSTEM, A.OPERATIONS}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}),
    t(Step.CLOSE_WITHDRAWN, {S.IN_DELIVERY}, S.CANCELLED, {A.SYSTEM}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}, via=WITHDRAWN),
    # An amendment ends with the document that it was to amend.
    t(Step.CLOSE_WITHDRAWN, {*BEFORE_SIGNATURE, S.SIGNED, S.ON_HOLD}, S.CANCELLED, {A.SYSTEM}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}, via=WITHDRAWN),
    t(Step.COMPLETE, {S.IN_DELIVERY}, S.COMPLETED, {A.SYSTEM}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}),
    t(Step.CLOSE_PARTLY, {S.IN_DELIVERY}, S.PARTIAL, {A.SYSTEM}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}),
    t(Step.FAIL, {S.IN_DELIVERY}, S.FAILED, {A.SYSTEM}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}),
    t(Step.MERGE, {S.DRAFT}, S.EXPIRED, {A.REQUESTER, A.ACCOUNT_MANAGER}, Party.NOBODY, ()),
    t(Step.MERGE, DROPPABLE, S.CANCELLED, {A.REQUESTER, A.ACCOUNT_MANAGER}, Party.NOBODY, {A.REQUESTER, A.ACCOUNT_MANAGER}, via=WITHDRAWN),
    t(Step.LEAVE, BEFORE_SIGNATURE | AFTER_SIGNATURE, S.CANCELLED, {A.SYSTEM}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}, {D.REASON}, via=WITHDRAWN),
    t(Step.LEAVE, {S.WITHDRAWAL_REQUESTED}, S.CANCELLED, {A.SYSTEM}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}, {D.REASON}, via=(S.WITHDRAWING,)),
    t(Step.LEAVE, {S.WITHDRAWING}, S.CANCELLED, {A.SYSTEM}, Party.NOBODY, {*CUSTOMERS, A.ACCOUNT_MANAGER}, {D.REASON}),
)

LINE_TRANSITIONS: tuple[L, ...] = (
    line(LineStep.PLAN, {LineStatus.OPEN}, LineStatus.PLANNED, {A.SYSTEM, A.OPERATIONS}, ()),
    line(LineStep.HOLD, {LineStatus.PLANNED}, LineStatus.HELD, {A.OPERATIONS, A.SYSTEM}, {A.REQUESTER, A.ACCOUNT_MANAGER}, {D.REASON}),
    line(LineStep.RESUME, {LineStatus.HELD}, LineStatus.PLANNED, {A.OPERATIONS, A.SYSTEM}, {A.REQUESTER, A.ACCOUNT_MANAGER}),
    line(LineStep.DELIVER, {LineStatus.PLANNED}, LineStatus.DELIVERED, {A.OPERATIONS}, {A.REQUESTER}),
    line(LineStep.ACCEPT, {LineStatus.DELIVERED}, LineStatus.COMPLETED, {A.REQUESTER, A.SYSTEM}, ()),
    line(LineStep.REPORT_DEFECT, {LineStatus.DELIVERED}, LineStatus.PLANNED, {A.REQUESTER}, {A.OPERATIONS, A.ACCOUNT_MANAGER}, {D.REASON}),
    line(LineStep.FAIL, {LineStatus.PLANNED, LineStatus.HELD}, LineStatus.FAILED, {A.OPERATIONS}, {*CUSTOMERS, A.ACCOUNT_MANAGER}, {D.REASON}),
    line(LineStep.WITHDRAW, {LineStatus.OPEN, LineStatus.PLANNED, LineStatus.HELD}, LineStatus.WITHDRAWN, {A.REQUESTER, A.SIGNATORY, A.SYSTEM}, {A.OPERATIONS, A.ACCOUNT_MANAGER}, {D.NOT_PASSED}),
    line(LineStep.SUPERSEDE, {LineStatus.OPEN, LineStatus.PLANNED, LineStatus.HELD}, LineStatus.SUPERSEDED, {A.SYSTEM}, ()),
)
# fmt: on

INITIAL = Status.DRAFT
# What offers to try again.
RETRIABLE = frozenset({S.FAILED, S.PARTIAL})
LINE_FINAL = frozenset(
    {LineStatus.COMPLETED, LineStatus.FAILED, LineStatus.WITHDRAWN, LineStatus.SUPERSEDED}
)
# Lines that no longer count towards what becomes of the document (decisions.md 16).
LINE_UNDELIVERED = (LineStatus.OPEN, LineStatus.PLANNED, LineStatus.HELD)
LINE_IGNORED = frozenset({LineStatus.WITHDRAWN, LineStatus.SUPERSEDED})
# Lines that are delivered, whether the customer has accepted them yet or not.
LINE_DONE = frozenset({LineStatus.DELIVERED, LineStatus.COMPLETED})
# Lines that ended without what they ask for.
LINE_UNDONE = frozenset({LineStatus.FAILED, LineStatus.WITHDRAWN})

# What TM Forum calls each status; a draft is not exposed (domain.md §3).
TMF622: dict[Status, str | None] = {
    S.DRAFT: None,
    S.AWAITING_COMPANY: None,
    S.EXPIRED: None,
    S.SUBMITTED: "acknowledged",
    S.IN_REVIEW: "inProgress",
    S.AWAITING_CUSTOMER: "pending",
    S.AWAITING_SECOND_APPROVAL: "inProgress",
    S.AWAITING_SIGNATURE: "pending",
    S.SIGNED: "inProgress",
    S.IN_DELIVERY: "inProgress",
    S.ON_HOLD: "held",
    S.WITHDRAWAL_REQUESTED: "assessingCancellation",
    S.WITHDRAWING: "pendingCancellation",
    S.COMPLETED: "completed",
    S.PARTIAL: "partial",
    S.FAILED: "failed",
    S.REJECTED: "rejected",
    S.CANCELLED: "cancelled",
}

# Which sections each side may edit while the document has this status (decisions.md 16).
_ALL = frozenset(SectionName)
EDITABLE: dict[tuple[Status, Side], frozenset[SectionName]] = {
    (S.DRAFT, Side.CUSTOMER): _ALL,
    (S.DRAFT, Side.PROVIDER): _ALL,
    (S.SUBMITTED, Side.PROVIDER): _ALL,
    (S.IN_REVIEW, Side.PROVIDER): _ALL,
    (S.IN_REVIEW, Side.CUSTOMER): _ALL,
    (S.AWAITING_CUSTOMER, Side.CUSTOMER): _ALL,
    (S.AWAITING_CUSTOMER, Side.PROVIDER): _ALL,
}

# Where the content was agreed by one side at least: what is immaterial may still be corrected
# there, and it is the frozen version that people see and give their word on (rule 12).
AGREED = frozenset({S.AWAITING_SECOND_APPROVAL, S.AWAITING_SIGNATURE, S.SIGNED, S.IN_DELIVERY})


# Where the side edits only what it was asked to look at again, if parts were named.
NARROWED = frozenset({(S.AWAITING_CUSTOMER, Side.CUSTOMER)})


def editable(
    status: Status, side: Side, *, named: frozenset[SectionName] = frozenset()
) -> frozenset[SectionName]:
    """Sections that ``side`` may edit, or suggest changes in, while a document is ``status``.

    ``named`` are those that a return asked for; they narrow what the side that is asked edits.
    """
    sections = EDITABLE.get((status, side), frozenset())
    return sections & named if named and (status, side) in NARROWED else sections


def rows_from(status: Status) -> tuple[T, ...]:
    """All rows that leave ``status``, in the order of the table."""
    return tuple(row for row in TRANSITIONS if status in row.from_)


def rows_for(step: Step, status: Status) -> tuple[T, ...]:
    """The rows of ``step`` that leave ``status``: none, one, or one for each condition."""
    return tuple(row for row in rows_from(status) if row.step == step)


def line_row(step: LineStep, status: LineStatus) -> L | None:
    """The row of the lines' table for ``step`` from ``status``, or None."""
    return next((r for r in LINE_TRANSITIONS if r.step == step and status in r.from_), None)


def resumable() -> frozenset[Status]:
    """Statuses that a hold or a withdrawal request can return to."""
    back = {S.ON_HOLD, S.WITHDRAWAL_REQUESTED}
    return frozenset(s for row in TRANSITIONS if row.to in back for s in row.from_)
