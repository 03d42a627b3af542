"""Changing what was signed: a document beside it with the changed items only (rule 19)."""

from collections.abc import Collection, Iterable
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy, queries
from macd.amendments import next_number, open_amendment_of, root_of
from macd.kinds import Problem
from macd.models import Document, Line, LineRelation, Section
from macd.operations.claims.replacing import why_unchangeable
from macd.operations.filling.drafting import refreshed
from macd.operations.recording import record_event
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from macd.vocabulary import Actor, Happening, LineStatus, Party, Status

COPIED = (
    "number",
    "action",
    "decision",
    "service",
    "offering_version",
    "current_offering_version",
    "agreement",
    "billing_account",
    "place_from",
    "place_to",
    "quantity_before",
    "quantity",
    "requested_on",
    "until_on",
    "price_before",
    "price_after",
    "price_once",
    "works_once",
    "monthly_more",
    "replaced_by",
)
COPIED_DEEP = ("current", "desired", "number_actions", "number_details", "port_in", "returns")
KEPT = (
    "kind",
    "finance_decides",
    "requester_id",
    "account_manager_id",
    "office",
    "to_office",
    "language",
    "reference",
    "po_number",
    "requested_on",
)
# What the provider says anew of what is changed.
ANEW = frozenset({"conditions"})


@transaction.atomic
def open_amendment(
    *,
    document: Document,
    numbers: Collection[int],
    by: Standing,
    at: datetime,
    asked_by: str = "",
    asked_channel: str = "",
    received_on: date | None = None,
) -> Document:
    """Start changing items of a signed document, as a draft that both sides then agree on.

    The items that belong together come along. Raises NotPermitted, Stale where an amendment is
    open already, StepDenied where an item can no longer be changed (rule 18).
    """
    now = queries.locked(document.pk)
    if not policy.may_amend(by, now):
        raise NotPermitted(_("You cannot change this document."))
    _refuse_state(now)
    chosen = _together(now, numbers)
    for line in chosen:
        if why := why_unchangeable(line, at=at):
            raise StepDenied(why, problems=[Problem(f"line.{line.number}", why)])
    as_staff = policy.is_provider(by, now)
    amendment = copied(
        now,
        chosen,
        number=next_number(now),
        root=root_of(now),
        started_by_id=by.person_id,
        asked_by=asked_by,
        asked_channel=asked_channel,
        received_on=received_on,
        ball=Party.ACCOUNT_MANAGER if as_staff else Party.CUSTOMER,
        at=at,
    )
    record_event(
        document=amendment,
        step=Happening.OPEN,
        at=at,
        by=by,
        actor=Actor.ACCOUNT_MANAGER if as_staff else Actor.REQUESTER,
        to_status=Status.DRAFT,
        facts={"amends": now.number, "lines": sorted(line.number for line in chosen)},
    )
    return refreshed(amendment, at=at)


def _refuse_state(document: Document) -> None:
    if document.signed_at is None:
        raise StepDenied(_("This was not signed yet. Change it itself instead."))
    if document.status == Status.SIGNED:
        raise StepDenied(_("The sealed document is still being made. Try again in a minute."))
    if document.status != Status.IN_DELIVERY:
        raise Stale(
            _("This can no longer be changed: it is now “%(status)s”.")
            % {"status": document.get_status_display()}
        )
    if (other := open_amendment_of(document)) is not None:
        raise Stale(
            _("%(number)s is open already. Finish it or withdraw it first.")
            % {"number": other.number},
            won=other.events.order_by("id").first(),
        )


def _together(document: Document, numbers: Collection[int]) -> list[Line]:
    """The named lines, and the other halves of moved services (rule 28)."""
    lines = list(document.lines.all())
    named = [line for line in lines if line.number in numbers]
    if not named:
        message = _("Choose what you want to change.")
        raise Unsound(message, problems=[Problem("lines", message)])
    moved = {line.service_id for line in named if line.decision}
    return [line for line in lines if line in named or (line.decision and line.service_id in moved)]


def copied(
    document: Document, lines: Iterable[Line], *, number: str, at: datetime, **facts: Any
) -> Document:
    """A draft that says of these lines what the document says of them, under another number."""
    values = {name: getattr(document, name) for name in KEPT}
    copy = Document.objects.create(
        customer_id=document.customer_id,
        number=number,
        ball_since=at,
        created_at=at,
        updated_at=at,
        **{**values, **facts},
    )
    Section.objects.bulk_create(
        Section(
            customer_id=document.customer_id,
            document=copy,
            name=section.name,
            data={code: value for code, value in section.data.items() if code not in ANEW},
        )
        for section in document.sections.all()
    )
    made = {line.pk: copy_line(line, copy) for line in lines}
    LineRelation.objects.bulk_create(
        LineRelation(
            customer_id=document.customer_id,
            line=made[relation.line_id],
            other=made[relation.other_id],
            relation=relation.relation,
        )
        for relation in LineRelation.objects.filter(line__in=made, other__in=made)
    )
    return copy


def copy_line(line: Line, document: Document, **facts: Any) -> Line:
    """A line of another document that says what a line says; ``facts`` are what differs."""
    values = {name: getattr(line, name) for name in COPIED}
    values |= {name: deepcopy(getattr(line, name)) for name in COPIED_DEEP}
    return Line.objects.create(
        customer_id=document.customer_id,
        document=document,
        status=LineStatus.OPEN,
        **{**values, **facts},
    )
