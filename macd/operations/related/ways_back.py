"""The way back of a temporary move: a second Move, drafted some weeks before (rule 36)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.clock import day_of
from accounts.tenancy import as_system
from macd import policy, queries
from macd.kinds import Wanted, rules_for
from macd.kinds.checklist import UNTIL
from macd.kinds.move import section_day
from macd.models import Document, DocumentEvent, Line
from macd.operations.alone import done_alone
from macd.operations.filling.drafting import next_number, refreshed, save_lines
from macd.operations.recording import record_event
from macd.operations.related.amending import copied
from macd.telling import BESIDE
from macd.vocabulary import Action, Actor, Bond, LineStatus, Party, Reminder, Status, Step
from macd.workflow import FINAL
from services.inventory import services_on
from services.models import ServicePeriod
from services.parameters import parameter

# Where the services are at the new place, at least some of them.
THERE = (Status.IN_DELIVERY, Status.COMPLETED, Status.PARTIAL)
UNSENT = (Status.DRAFT, Status.AWAITING_COMPANY)
ARRIVED = (LineStatus.DELIVERED, LineStatus.COMPLETED)


@dataclass(frozen=True, slots=True)
class Stay:
    """A temporary move whose last day at the new place is near."""

    document: Document
    last_day: date


def draft_ways_back(*, at: datetime) -> int:
    """Draft the way back of each temporary move that ends soon, and ask for it; says how many.

    Each in a transaction of its own. Run twice, or at once in two processes, there is one draft.
    """
    with as_system():
        stays = list(ending_stays(at=at))
    return sum(
        done_alone(partial(_drafted, stay, at=at), what=f"the way back of {stay.document.number}")
        for stay in stays
    )


def _drafted(stay: Stay, *, at: datetime) -> bool:
    return draft_way_back(stay, at=at) is not None


def ending_stays(*, at: datetime) -> Iterator[Stay]:
    """Temporary moves that end within the parameter's days and have no way back yet."""
    on = day_of(at)
    until = on + timedelta(days=int(parameter("temporary_return_days", on=on)))
    arrived = Line.objects.filter(action=Action.ADD, status__in=ARRIVED, until_on__lte=until)
    moved = Document.objects.filter(pk__in=arrived.values("document"), status__in=THERE)
    for document in queries.with_all(moved.exclude(pk__in=_asked().values("bound_to"))):
        last_day = section_day(document, UNTIL)
        if last_day is not None and on <= last_day <= until:
            yield Stay(document, last_day)


def _asked() -> QuerySet[Document]:
    """The ways back that stand, and those that somebody threw away or withdrew: they stay there.

    What only time or a refusal ended is drafted anew.
    """
    ended = DocumentEvent.objects.filter(step__in=[Step.DISCARD, Step.WITHDRAW]).exclude(by=None)
    nothing = Q(status__in=sorted(FINAL - {Status.COMPLETED}))
    back = Document.objects.filter(bond=Bond.BACK)
    return back.filter(
        ~nothing | Q(pk__in=ended.filter(document__bond=Bond.BACK).values("document"))
    )


def overstays(*, on: date) -> Iterator[Stay]:
    """Temporary moves whose last day is over, of which no way back is under way and none refused.

    A draft that nobody sent is not under way; what a person threw away was decided.
    """
    asleep = Document.objects.filter(bond=Bond.BACK, status__in=UNSENT)
    told = DocumentEvent.objects.filter(document=OuterRef("pk"), step=Reminder.OVERSTAYED)
    arrived = Line.objects.filter(action=Action.ADD, status__in=ARRIVED, until_on__lt=on)
    moved = Document.objects.filter(pk__in=arrived.values("document"), status__in=THERE)
    moved = moved.exclude(pk__in=_asked().exclude(pk__in=asleep).values("bound_to"))
    for document in moved.filter(~Exists(told)).prefetch_related("sections"):
        last_day = section_day(document, UNTIL)
        if last_day is not None and last_day < on:
            yield Stay(document, last_day)


@transaction.atomic
def draft_way_back(stay: Stay, *, at: datetime) -> Document | None:
    """The draft that brings the services back the day after the last one; None where there is one.

    Its old and new place are those of the move the other way round. Both sides see it.
    """
    now = queries.locked(stay.document.pk)
    if _asked().filter(bound_to=now).exists():
        return None
    periods = _arrived(now, on=day_of(at))
    if not periods:
        return None
    back = copied(
        now,
        (),
        number=next_number(day_of(at).year),
        office=now.to_office,
        to_office=now.office,
        bound_to_id=now.pk,
        bond=Bond.BACK,
        started_by_id=now.requester_id,
        requested_on=stay.last_day + timedelta(days=1),
        shared=True,
        ball=Party.CUSTOMER,
        at=at,
    )
    _turn_round(back)
    wanted = Wanted(office=back.office, to_office=back.to_office, periods=periods)
    save_lines(back, rules_for(back.kind).lines(wanted), on=day_of(at))
    record_event(
        document=back,
        step=Reminder.WAY_BACK,
        at=at,
        by=None,
        actor=Actor.SYSTEM,
        tell=BESIDE[Reminder.WAY_BACK],
        to_status=Status.DRAFT,
        facts={"other": now.number, "on": stay.last_day.isoformat()},
        also=policy.people_for(Actor.ACCOUNT_MANAGER, now),
    )
    return refreshed(back, at=at)


def _arrived(document: Document, *, on: date) -> list[ServicePeriod]:
    """What the move brought to the new place and is still there."""
    ids = [line.new_service_id for line in document.lines.all() if line.new_service_id]
    found = services_on(customer_id=document.customer_id, on=on, office=document.to_office)
    return list(found.filter(service__service_id__in=ids))


def _turn_round(back: Document) -> None:
    """Who was at the old place is at the new one; what was checked there is checked anew."""
    pairs = {
        "contact_name": "old_contact_name",
        "contact_mobile": "old_contact_mobile",
        "old_contact_name": "contact_name",
        "old_contact_mobile": "contact_mobile",
    }
    for section in back.sections.all():
        section.data = {
            name: section.data[other] for name, other in pairs.items() if section.data.get(other)
        }
        section.save(update_fields=["data"])
