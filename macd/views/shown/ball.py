"""Whom a document waits for, in one sentence, and how its status is read."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.clock import day_of
from accounts.dates import date_format
from accounts.standing import Standing
from macd import policy, voice
from macd.models import Document
from macd.vocabulary import Actor, LineStatus, Party, Side, Status, Step
from macd.wording import status_in_words, why_held

ACTORS: dict[str, frozenset[Actor]] = {
    Party.CUSTOMER: frozenset({Actor.REQUESTER, Actor.COMPLETER}),
    Party.ACCOUNT_MANAGER: frozenset({Actor.ACCOUNT_MANAGER}),
    Party.SECOND_APPROVER: frozenset({Actor.SECOND_APPROVER}),
    Party.OPERATIONS: frozenset({Actor.OPERATIONS}),
    Party.CARRIER: frozenset({Actor.OPERATIONS}),
    Party.FINANCE: frozenset({Actor.FINANCE}),
}
# Where only some of the customer's people can go on.
AT_THE_CUSTOMER: dict[str, frozenset[Actor]] = {
    Status.AWAITING_COMPANY: frozenset({Actor.COMPANY_APPROVER}),
    Status.AWAITING_SIGNATURE: frozenset({Actor.SIGNATORY}),
}
WHAT: dict[str, Any] = {
    Status.DRAFT: gettext_lazy("complete it and send it"),
    Status.AWAITING_COMPANY: gettext_lazy("agree and send it"),
    Status.SUBMITTED: gettext_lazy("take it up"),
    Status.IN_REVIEW: gettext_lazy("complete it and approve it"),
    Status.AWAITING_SECOND_APPROVAL: gettext_lazy("approve it as second"),
    Status.AWAITING_SIGNATURE: gettext_lazy("read it and sign it"),
    Status.SIGNED: gettext_lazy("the sealed document is being made"),
    Status.IN_DELIVERY: gettext_lazy("deliver what is planned"),
    Status.WITHDRAWAL_REQUESTED: gettext_lazy("decide on the withdrawal"),
    Status.WITHDRAWING: gettext_lazy("undo what was prepared"),
}


# How a draft ended that somebody ended; by itself it expires.
ENDED_BY: dict[str, Any] = {
    Step.DISCARD: gettext_lazy("Discarded"),
    Step.MERGE: gettext_lazy("Put together with another request"),
}


def ball_of(standing: Standing, document: Document) -> dict[str, Any]:
    """What components/ball.html takes; an empty party where nobody has the ball."""
    if document.ball == Party.NOBODY or document.is_final:
        return {"party": "", "who": "", "yours": False, "what": "", "since": None}
    if is_delivered(document):
        return {
            "party": Party.CUSTOMER,
            "who": document.requester.name,
            "yours": bool(Actor.REQUESTER in policy.actors(standing, document)),
            "what": _("check what was delivered, then accept it or report a defect"),
            "since": None,
        }
    return {
        "party": document.ball,
        "who": who_has(standing, document),
        "yours": is_yours(standing, document),
        "what": waits_for(document) or WHAT.get(document.status, ""),
        "since": document.ball_since,
    }


def status_label(document: Document, standing: Standing) -> str:
    """The status as it is read on its page and in lists, with its name, day or reason."""
    delivered = document.status == Status.IN_DELIVERY and is_delivered(document)
    return label_of(document, standing, delivered=delivered)


def label_of(document: Document, standing: Standing, *, delivered: bool) -> str:
    """The same where it is known whether all lines in delivery are ``delivered``: reads none."""
    if document.status == Status.IN_REVIEW and document.account_manager:
        return _("%(name)s is completing it") % {"name": document.account_manager.name}
    if document.status == Status.IN_DELIVERY and delivered:
        return pgettext("request", "Delivered")
    if document.status == Status.IN_DELIVERY and document.committed_on:
        day = date_format(document.committed_on, "DATE_FORMAT")
        return _("Planned for %(day)s") % {"day": day}
    if document.status == Status.EXPIRED and (ended := ended_label(document)):
        return ended
    if document.status == Status.ON_HOLD and (reason := waits_for(document)):
        return _("On hold: %(reason)s") % {"reason": reason}
    return status_in_words(
        document.status, staff=standing.is_staff, yours=is_yours(standing, document)
    )


def ended_label(document: Document, step: str = "") -> str:
    """How a draft ended and when, where somebody ended it by ``step`` or as the list read it."""
    ended = ENDED_BY.get(step or getattr(document, "ended_by", ""))
    if ended is None or document.closed_at is None:
        return ""
    day = date_format(day_of(document.closed_at), "DATE_FORMAT")
    return _("%(ended)s on %(day)s") % {"ended": ended, "day": day}


def waits_for(document: Document) -> str:
    """For what a document waits: a reason of the house as it is read, and what was written."""
    return why_held(document.waiting_code, document.waiting_for)


def how_of(
    ball: dict[str, Any], document: Document, items: Sequence[dict[str, Any]]
) -> dict[str, str]:
    """How the reader gives it back, where no step of theirs does.

    What another operator refused is corrected; what else is held waits for a word.
    """
    if not ball["yours"] or document.ball != Party.CUSTOMER or is_delivered(document):
        return {}
    if document.status not in (Status.IN_DELIVERY, Status.ON_HOLD):
        return {}
    for item in items:
        if item["port"] and item["port"]["correct_url"]:
            return {"url": item["port"]["correct_url"], "label": voice.CORRECT_NUMBER}
    return {"url": "#comments", "label": _("Write to us in the comments, and we go on")}


def is_delivered(document: Document) -> bool:
    """Whether all that is left to do is to accept what was delivered."""
    open_lines = {line.status for line in document.lines.all() if not line.is_final}
    return open_lines == {LineStatus.DELIVERED}


def is_yours(standing: Standing, document: Document) -> bool:
    """Whether the document waits for this person."""
    awaited = ACTORS.get(document.ball, frozenset())
    if document.ball == Party.CUSTOMER:
        awaited = AT_THE_CUSTOMER.get(document.status, awaited)
    return bool(awaited & policy.actors(standing, document))


def who_has(standing: Standing, document: Document) -> str:
    """The name of who has the ball, as the reader knows them."""
    if document.ball == Party.CUSTOMER:
        return customer_as_seen(standing, document)
    if document.ball == Party.ACCOUNT_MANAGER and document.account_manager:
        return document.account_manager.name
    return str(Party(document.ball).label)


def customer_as_seen(standing: Standing, document: Document) -> str:
    """The customer's side by name: the company to staff, to colleagues who it is among them."""
    if policy.side_of(standing, document) == Side.PROVIDER or standing.is_staff:
        return document.customer.legal_name
    if document.status == Status.AWAITING_SIGNATURE:
        return _("your signatory")
    if document.status == Status.AWAITING_COMPANY:
        return _("your colleague")
    return document.requester.name
