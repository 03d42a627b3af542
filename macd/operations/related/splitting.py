"""An office that moves to two places: two linked Moves, each to one of them (rule 28)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, voice
from macd.kinds import Problem, Wanted, rules_for
from macd.kinds.checklist import OLD_CONTACT, OLD_MOBILE
from macd.kinds.fields import EXPLANATION
from macd.kinds.move import Move, is_internal
from macd.models import Document, Line
from macd.operations.filling.drafting import drafted, next_number, refreshed, save_lines
from macd.operations.recording import record_event
from macd.operations.related.amending import copied
from macd.refusals import StepDenied, Unsound
from macd.vocabulary import Action, Actor, Bond, Happening, Status
from offices.models import Office
from services.inventory import services_on

# What is said of the old place, and of the move as a whole; of a new place each says its own.
SAID_OF_BOTH = frozenset({OLD_CONTACT.code, OLD_MOBILE.code, EXPLANATION.code})


@transaction.atomic
def split_move(
    *,
    document: Document,
    service_ids: Collection[int],
    to_office: Office,
    by: Standing,
    at: datetime,
) -> Document:
    """Let some services of a drafted Move go to another office, by a second, linked draft.

    The services leave the first one, which counts them as decided as long as the second is open
    (rule 27). Raises Unsound where none, or all of them, are named, or the office does not fit.
    """
    now = drafted(document, by)
    rules = rules_for(now.kind)
    if not isinstance(rules, Move) or is_internal(now) or now.root_id is not None:
        raise StepDenied(_("Only a move to another address can be split."))
    gone = _chosen(now, service_ids)
    _refuse_office(now, to_office)
    second = copied(
        now,
        (),
        number=next_number(day_of(at).year),
        to_office=to_office,
        bound_to_id=now.bound_to_id or now.pk,
        bond=Bond.SPLIT,
        started_by_id=by.person_id,
        asked_by=now.asked_by,
        asked_channel=now.asked_channel,
        received_on=now.received_on,
        ball=now.ball,
        at=at,
    )
    _forget_new_place(second)
    periods = services_on(customer_id=now.customer_id, on=day_of(at)).filter(
        service__in={line.service_id for line in gone}
    )
    Line.objects.filter(pk__in=[line.pk for line in gone]).delete()
    wanted = Wanted(office=now.office, to_office=to_office, periods=list(periods))
    save_lines(second, rules.lines(wanted), on=day_of(at))
    _record(now, second, by=by, at=at)
    refreshed(now, at=at)
    return refreshed(second, at=at)


def _chosen(document: Document, service_ids: Collection[int]) -> list[Line]:
    lines = list(document.lines.all())
    gone = [line for line in lines if line.service_id in service_ids]
    message = ""
    if not gone:
        message = _("Choose the services that go elsewhere.")
    elif not any(line.action != Action.NO_CHANGE for line in lines if line not in gone):
        message = _("Leave at least one service here, or choose another office for all of them.")
    if message:
        raise Unsound(message, problems=[Problem("services", message)])
    return gone


def _refuse_office(document: Document, to_office: Office) -> None:
    taken = (document.office_id, document.to_office_id)
    if to_office.customer_id != document.customer_id or to_office.pk in taken:
        message = str(voice.THIRD_OFFICE)
        raise Unsound(message, problems=[Problem("to_office", message)])


def _forget_new_place(document: Document) -> None:
    for section in document.sections.all():
        section.data = {c: value for c, value in section.data.items() if c in SAID_OF_BOTH}
        section.save(update_fields=["data"])


def _record(first: Document, second: Document, *, by: Standing, at: datetime) -> None:
    actor = Actor.ACCOUNT_MANAGER if policy.is_provider(by, first) else Actor.REQUESTER
    facts = {"other": second.number}
    record_event(document=first, step=Happening.SPLIT, at=at, by=by, actor=actor, facts=facts)
    record_event(
        document=second,
        step=Happening.OPEN,
        at=at,
        by=by,
        actor=actor,
        to_status=Status.DRAFT,
        facts={"other": first.number},
    )
