"""What only time does: drafts expire, questions time out, offers lapse, deliveries are accepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Q

from accounts.clock import day_of
from accounts.tenancy import as_system
from macd.kinds import rules_for
from macd.models import Document, Line
from macd.operations.alone import done_alone
from macd.operations.delivery.delivering import take_line_step
from macd.operations.steps.stepping import take_step
from macd.refusals import StepDenied
from macd.vocabulary import Kind, LineStatus, LineStep, Status, Step
from services.calendar import add_business_days
from services.parameters import parameters

LAPSING = [kind for kind in Kind.values if rules_for(kind).may_lapse]
CODES = (
    "draft_days",
    "timeout_customer_business_days",
    "price_validity_days",
    "amendment_silence_business_days",
)


@dataclass(frozen=True, slots=True)
class Due:
    """A step that time takes: on a document, or on one of its lines."""

    document: Document
    step: str
    line_number: int | None = None


def due_steps(*, at: datetime) -> Iterator[Due]:
    """Every step whose time has come by ``at``. Days count inclusively (decisions.md 28)."""
    on = day_of(at)
    days: dict[str, int] = parameters(CODES, on=on)
    untouched = on - timedelta(days=days["draft_days"])
    for draft in Document.objects.filter(status=Status.DRAFT, updated_at__date__lt=untouched):
        yield Due(draft, Step.EXPIRE)
    yield from _unanswered(on, days["timeout_customer_business_days"])
    offered = on - timedelta(days=days["price_validity_days"])
    lapsing = Q(status=Status.AWAITING_SIGNATURE, kind__in=LAPSING)
    for document in Document.objects.filter(lapsing, approved_at__date__lt=offered):
        yield Due(document, Step.LAPSE)
    yield from _unsigned_quotes(on, days["amendment_silence_business_days"])
    yield from _delivered(on)


def _unanswered(on: date, business_days: int) -> Iterator[Due]:
    waiting = Document.objects.filter(status=Status.AWAITING_CUSTOMER, kind__in=LAPSING)
    for document in waiting.filter(ball_since__date__lt=on):
        if add_business_days(day_of(document.ball_since), business_days) < on:
            yield Due(document, Step.TIME_OUT)


def _unsigned_quotes(on: date, business_days: int) -> Iterator[Due]:
    """Silence on what was found after the signature: its items are withdrawn (rule 20)."""
    quotes = Document.objects.filter(status=Status.AWAITING_SIGNATURE, kind__in=LAPSING)
    for document in quotes.exclude(finding={}).filter(approved_at__date__lt=on):
        quoted = document.approved_at
        if quoted and add_business_days(day_of(quoted), business_days) < on:
            yield Due(document, Step.LAPSE)


def _delivered(on: date) -> Iterator[Due]:
    """Deliveries count as accepted from the day that was told with them."""
    lines = Line.objects.filter(
        status=LineStatus.DELIVERED, document__status=Status.IN_DELIVERY, accepts_on__lte=on
    ).select_related("document")
    for line in lines:
        yield Due(line.document, LineStep.ACCEPT, line.number)


def let_time_pass(*, at: datetime) -> int:
    """Take every step that is due, and say how many; each in a transaction of its own.

    A document that moved on meanwhile is left alone: running this twice changes nothing more.
    One that cannot be taken does not stop the others.
    """
    with as_system():
        owed = list(due_steps(at=at))
    return sum(
        done_alone(partial(_take, due, at=at), what=f"{due.step} of {due.document.number}")
        for due in owed
    )


def _take(due: Due, *, at: datetime) -> bool:
    document = due.document
    try:
        if due.line_number is None:
            revision = document.revision
            take_step(document=document, step=due.step, by=None, at=at, revision=revision)
        else:
            number = due.line_number
            take_line_step(document=document, number=number, step=due.step, by=None, at=at)
    except StepDenied:
        return False
    return True
