"""The messages of the outbox: administrators try them again or drop them, auditors read them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import now
from accounts.standing import Standing
from macd import operations, policy, queries
from macd.refusals import StepDenied
from macd.templatetags.macd_format import moment
from macd.views.common import administrator, reader_of_administration, refused, write_once
from macd.views.shown.owed import about, dropped_in_words, recipients, wrong_in_words
from outbox.models import Message, State

PAGE = 50
MOST_COUNTED = 1000
CHANNELS = {
    "mail": gettext_lazy("Mail about a request"),
    "account_mail": gettext_lazy("Mail about signing in"),
    "substitute_mail": gettext_lazy("Mail to a substitute"),
    "case_mail": gettext_lazy("Mail about leaving"),
    "number_mail": gettext_lazy("Mail about a number that leaves"),
    "sim_mail": gettext_lazy("Mail about a SIM that was sent"),
    "seal": gettext_lazy("Seal of a signed document"),
    "stamp": gettext_lazy("Time stamp of a signed document"),
    "case_letter": gettext_lazy("Confirmation letter"),
    "letter_stamp": gettext_lazy("Time stamp of a letter"),
    "notice": gettext_lazy("Bell and webhooks"),
    "summary": gettext_lazy("Summary of what happened"),
    "webhook": gettext_lazy("Webhook"),
    "preview": gettext_lazy("Preview of a document"),
    "printout": gettext_lazy("PDF that somebody asked for"),
    "self_service": gettext_lazy("Self-service"),
    "job": gettext_lazy("Work in the background"),
}
SHOWN = (State.ATTENTION, State.PENDING, State.SENT, State.DROPPED)


@require_safe
@login_required
def owed_messages(request: HttpRequest) -> HttpResponse:
    """List the messages of one state, the newest first, and count each state."""
    standing = reader_of_administration(request)
    state = request.GET.get("state", "")
    state = state if state in State.values else State.ATTENTION
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = _found(queries.messages_for(standing), state, words)
    rows = list(_after(found, request.GET.get("after", ""))[: PAGE + 1])
    older = {"state": state, "q": words, "after": str(rows[PAGE - 1].pk)} if rows[PAGE:] else {}
    context = {
        "queues": [{"heading": "", "queues": _queues(standing, state)}],
        "state": state,
        "state_label": State(state).label,
        "q": words,
        "columns": [{"label": label} for label in _columns()],
        "rows": _rows(rows[:PAGE], standing),
        "older_url": "?" + urlencode(older) if older else "",
        "may_retry": bool(rows) and state == State.ATTENTION and policy.is_administrator(standing),
    }
    return render(request, "macd/owed/list.html", context)


@require_safe
@login_required
def owed_message(request: HttpRequest, message: int) -> HttpResponse:
    """Show one message: what it is about, what went wrong, what can be done."""
    standing = reader_of_administration(request)
    row = _message_or_404(standing, message)
    return render(request, "macd/owed/message.html", _context(row, standing))


@require_POST
@login_required
def owed_retry(request: HttpRequest, message: int = 0) -> HttpResponse:
    """Try one message again, or all that need attention."""
    standing = administrator(request)
    ids = [_message_or_404(standing, message).pk] if message else None

    def write() -> str:
        count = operations.try_messages_again(ids=ids, by=standing, at=now())
        told = ngettext(
            "%(count)s message is tried again.", "%(count)s messages are tried again.", count
        )
        messages.success(request, told % {"count": count})
        return reverse("owed_messages")

    try:
        return write_once(request, write)
    except StepDenied as denied:
        return _refused(request, denied, message, standing)


@require_POST
@login_required
def owed_drop(request: HttpRequest, message: int) -> HttpResponse:
    """Drop a message that cannot be delivered; the reason stays with it."""
    standing = administrator(request)
    row = _message_or_404(standing, message)
    because = request.POST.get("because", "")

    def write() -> str:
        operations.drop_message(message=row, because=because, by=standing, at=now())
        messages.success(request, _("The message is dropped."))
        return reverse("owed_messages")

    try:
        return write_once(request, write)
    except StepDenied as denied:
        return _refused(request, denied, message, standing)


def _message_or_404(standing: Standing, message: int) -> Message:
    return get_object_or_404(queries.messages_for(standing), pk=min(message, 2**63 - 1))


def _refused(
    request: HttpRequest, denied: StepDenied, message: int, standing: Standing
) -> HttpResponse:
    if not message:
        messages.info(request, denied.message)
        return redirect("owed_messages")
    context = _context(_message_or_404(standing, message), standing)
    typed = request.POST.get("because", "").replace("\x00", "")
    return refused(request, denied, "macd/owed/message.html", context | {"because": typed})


def _found(found: QuerySet[Message], state: str, words: str) -> QuerySet[Message]:
    found = found.filter(state=state)
    if words:
        found = found.filter(
            Q(subject__icontains=words)
            | Q(recipient__email__icontains=words)
            | Q(last_error__icontains=words)
        )
    return found.order_by("-pk")


def _after(found: QuerySet[Message], mark: str) -> QuerySet[Message]:
    return found.filter(pk__lt=int(mark)) if mark.isdecimal() and len(mark) < 19 else found


def _queues(standing: Standing, active: str) -> list[dict[str, Any]]:
    return [
        {
            "label": state.label,
            "url": "?" + urlencode({"state": state.value}),
            "count": _count(queries.messages_for(standing).filter(state=state)),
            "active": state == active,
            "risk": state == State.ATTENTION,
        }
        for state in SHOWN
    ]


def _count(rows: QuerySet[Message]) -> str | int:
    """Up to a thousand exactly; sent ones are never counted to the last."""
    counted = rows.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if counted > MOST_COUNTED else counted


def _columns() -> tuple[str, ...]:
    return (_("Message"), _("About"), _("To"), _("Owed"), _("Attempts"), _("What went wrong"))


def _rows(found: list[Message], standing: Standing) -> list[dict[str, Any]]:
    subjects, receivers = about(found, standing), recipients(found)
    return [_row(one, subjects[one.pk], receivers[one.pk]) for one in found]


def _row(message: Message, subject: str, receiver: str) -> dict[str, Any]:
    cells = [
        f"{label_of(message.channel)} #{message.pk}",
        subject,
        receiver,
        moment(message.created_at),
        message.attempts,
        _wrong(message) or "–",
    ]
    return {"url": reverse("owed_message", args=[message.pk]), "cells": cells}


def _wrong(message: Message) -> str:
    """What went wrong, or why it was dropped: by a person in their words, else by ourselves."""
    if message.dropped_because:
        return dropped_in_words(message.dropped_because)
    return wrong_in_words(message.last_error)


def label_of(channel: str) -> str:
    """What a channel is called on the page; its code where nobody named it."""
    return str(CHANNELS.get(channel, channel))


def _context(message: Message, standing: Standing) -> dict[str, Any]:
    keeps = policy.is_administrator(standing)
    facts = {
        _("About"): about([message], standing)[message.pk],
        _("To"): recipients([message])[message.pk],
        _("Owed"): moment(message.created_at),
        _("State"): message.get_state_display(),
        _("Attempts"): message.attempts,
        _("Next attempt"): moment(message.next_attempt_at) if message.next_attempt_at else "",
        _("With a worker until"): moment(message.leased_until) if message.leased_until else "",
        _("Sent"): moment(message.sent_at) if message.sent_at else "",
        _("What went wrong"): wrong_in_words(message.last_error),
        _("As the program told it"): message.last_error,
        _("Dropped because"): dropped_in_words(message.dropped_because),
        _("Content"): ", ".join(f"{name} {value}" for name, value in message.payload.items()),
        _("Key"): message.idempotency_key,
    }
    return {
        "message": message,
        "channel_label": label_of(message.channel),
        "facts": [
            {"label": label, "value": value} for label, value in facts.items() if value != ""
        ],
        "may_retry": keeps and message.state == State.ATTENTION,
        "may_drop": keeps and message.state in {State.ATTENTION, State.PENDING},
    }
