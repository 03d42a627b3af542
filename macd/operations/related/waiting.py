"""Dealing with requests one after the other: waiting, waiting no longer, and whose turn it is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy, queries
from macd.models import Document, Wait
from macd.operations.filling.completing import SPEAKS_AS
from macd.operations.recording import record_event
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from macd.telling import BESIDE
from macd.vocabulary import Actor, Happening, Side, Status
from macd.wording import status_in_words
from macd.workflow import FINAL, JOINABLE


@transaction.atomic
def wait_for(*, document: Document, other: Document, by: Standing, at: datetime) -> Document:
    """Let a request wait until another has ended: it may be sent, and is approved after it.

    Raises NotPermitted for who does not complete it, Stale where it is approved already or the
    other has ended, Unsound where the two would wait for each other.
    """
    now, first = _pair(document, other)
    side = _side(now, by)
    _refuse_waiting(now, first, by)
    _wait, fresh = Wait.objects.get_or_create(
        document=now, other=first, defaults={"customer_id": now.customer_id}
    )
    if fresh:
        _record(now, Happening.WAIT, by, SPEAKS_AS[side], first, at=at)
        now.write(at=at)
    return queries.whole(now.pk)


@transaction.atomic
def wait_no_longer(*, document: Document, other: Document, by: Standing, at: datetime) -> Document:
    """Let a request go on beside the other; where the two clash it is refused as before."""
    now, first = _pair(document, other)
    side = _side(now, by)
    gone, _rows = Wait.objects.filter(document=now, other=first).delete()
    if gone:
        _record(now, Happening.GO_ON, by, SPEAKS_AS[side], first, at=at)
        now.write(at=at)
    return queries.whole(now.pk)


def _pair(document: Document, other: Document) -> tuple[Document, Document]:
    """Both as they now are, locked in one order, so that two who do this never wait in a ring."""
    locked = {pk: queries.locked(pk) for pk in sorted({document.pk, other.pk})}
    return locked[document.pk], locked[other.pk]


def _side(document: Document, by: Standing) -> Side:
    side = policy.side_of(by, document)
    if side is None:
        raise NotPermitted(_("You cannot change this request."))
    return side


def _refuse_waiting(document: Document, other: Document, by: Standing) -> None:
    if document.customer_id != other.customer_id or document.pk == other.pk:
        raise Unsound(_("Choose another request of the same company."))
    if document.status not in JOINABLE:
        raise Stale(
            _("This is no longer possible: the request is now “%(status)s”.")
            % {"status": status_in_words(document.status, staff=by.is_staff)}
        )
    if other.is_final:
        raise Stale(_("%(number)s has ended already.") % {"number": other.number})
    if document.pk in _all_awaited_by(other):
        raise StepDenied(
            _("%(other)s waits for this one already. They cannot wait for each other.")
            % {"other": other.number}
        )


def _all_awaited_by(document: Document) -> set[int]:
    """Everything that a request waits for, and what that waits for, and so on."""
    found: set[int] = set()
    ahead = {document.pk}
    while ahead:
        rows = Wait.objects.filter(document__in=ahead).values_list("other", flat=True)
        ahead = set(rows) - found
        found |= ahead
    return found


def awaited_by(document: Document) -> list[str]:
    """The numbers of the requests for which one waits, the oldest first."""
    rows = Wait.objects.filter(document=document).order_by("other")
    return list(rows.values_list("other__number", flat=True))


def let_go_on(document: Document, *, at: datetime) -> None:
    """A request has ended: those that waited for it are told that they can go on."""
    for wait in Wait.objects.filter(other=document).select_related("document"):
        if wait.document.status not in FINAL:
            _record(wait.document, Happening.TURN, None, Actor.SYSTEM, document, at=at)
    Wait.objects.filter(other=document).delete()
    Wait.objects.filter(document=document).delete()


def _record(
    document: Document,
    step: Happening,
    by: Standing | None,
    actor: Actor,
    other: Document,
    *,
    at: datetime,
) -> None:
    record_event(
        document=document,
        step=step,
        at=at,
        by=by,
        actor=actor,
        tell=BESIDE.get(step, frozenset()),
        facts={"other": other.number, "other_status": Status(other.status).value},
    )
