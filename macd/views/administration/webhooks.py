"""Webhooks: which there are, what they are told, each delivery; administrators keep them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.clock import now
from accounts.standing import Standing
from macd import operations, policy, queries
from macd.forms.webhooks import WebhookForm
from macd.recorded import news_in_words
from macd.refusals import StepDenied
from macd.templatetags.macd_format import moment
from macd.views.common import (
    administrator,
    reader_of_administration,
    refused,
    write_once,
    write_or_show,
    write_or_tell,
)
from macd.views.shown.owed import about, wrong_in_words
from outbox.destinations import machine_of
from outbox.models import Message, State, Webhook, WebhookAttempt

SHOWN = 50
LARGEST = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def webhooks(request: HttpRequest) -> HttpResponse:
    """List the webhooks, and add one."""
    standing = reader_of_administration(request)
    form = WebhookForm(request.POST or None, submit=_("Add the webhook"))
    context = {
        "form": form,
        "columns": _columns(standing),
        "rows": [_row(webhook, standing) for webhook in queries.webhooks_for(standing)],
        "keeps": policy.is_administrator(standing),
    }

    def write() -> str:
        added = operations.add_webhook(by=standing, at=now(), **form.cleaned_data)
        messages.success(request, _("The webhook is added."))
        return _url("webhook", added)

    def show(status: int) -> HttpResponse:
        return render(request, "macd/webhooks/list.html", context, status=status)

    return write_or_show(request, form, write, show=show)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def webhook(request: HttpRequest, webhook: int) -> HttpResponse:
    """Show one webhook with its deliveries, and change it; its secret to who keeps it."""
    standing = reader_of_administration(request)
    row = _webhook_or_404(standing, webhook)
    form = _form(row, request)
    context = _context(row, standing) | {"form": form}

    def write() -> str:
        operations.change_webhook(webhook=row, by=standing, at=now(), **form.cleaned_data)
        messages.success(request, _("The webhook is saved."))
        return _url("webhook", row)

    def show(status: int) -> HttpResponse:
        return render(request, "macd/webhooks/webhook.html", context, status=status)

    return write_or_show(request, form, write, show=show)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, webhook: int) -> HttpResponse:
    """Ask whether a webhook is to be removed, and remove it."""
    standing = administrator(request)
    if request.method != "POST":
        row = _webhook_or_404(standing, webhook)
        asked = {"webhook": row, "facts": _facts(row, standing)}
        return render(request, "macd/webhooks/remove.html", asked)

    def write() -> str:
        # Looked up here: who sends twice finds it gone, and what was said the first time.
        row = _webhook_or_404(standing, webhook)
        operations.remove_webhook(webhook=row, by=standing, at=now())
        messages.success(request, _("The webhook “%(name)s” is removed.") % {"name": row.name})
        return reverse("webhooks")

    return write_or_tell(request, write, back="webhooks")


@require_POST
@login_required
def secret(request: HttpRequest, webhook: int) -> HttpResponse:
    """Give a webhook another secret."""
    standing = administrator(request)
    row = _webhook_or_404(standing, webhook)

    def write() -> str:
        operations.renew_secret(webhook=row, by=standing, at=now())
        messages.success(request, _("The secret is new. Give it to the receiver."))
        return _url("webhook", row)

    return _write(request, row, standing, write)


@require_POST
@login_required
def try_now(request: HttpRequest, webhook: int) -> HttpResponse:
    """Send a webhook an event that says nothing."""
    standing = administrator(request)
    row = _webhook_or_404(standing, webhook)

    def write() -> str:
        operations.try_webhook(webhook=row, by=standing, at=now())
        messages.success(request, _("A trial is on its way."))
        return _url("webhook", row)

    return _write(request, row, standing, write)


@require_POST
@login_required
def redeliver(request: HttpRequest, webhook: int, attempt: int) -> HttpResponse:
    """Send an event once more."""
    standing = administrator(request)
    row = _webhook_or_404(standing, webhook)
    found = row.attempts.select_related("message", "webhook").filter(pk=min(attempt, LARGEST))

    def write() -> str:
        operations.redeliver(attempt=found.first(), by=standing, at=now())
        messages.success(request, _("It is sent once more."))
        return _url("webhook", row)

    return _write(request, row, standing, write)


def _write(
    request: HttpRequest, row: Webhook, standing: Standing, write: Callable[[], str]
) -> HttpResponse:
    try:
        return write_once(request, write)
    except StepDenied as denied:
        context = _context(row, standing) | {"form": _form(row)}
        return refused(request, denied, "macd/webhooks/webhook.html", context)


def _webhook_or_404(standing: Standing, webhook: int) -> Webhook:
    return get_object_or_404(queries.webhooks_for(standing), pk=min(webhook, LARGEST))


def _form(row: Webhook, request: HttpRequest | None = None) -> WebhookForm:
    typed = request.POST or None if request else None
    initial = {"name": row.name, "url": row.url, "events": row.events}
    return WebhookForm(typed, initial=initial, submit=_("Save"), active=row.active)


def _url(name: str, row: Webhook) -> str:
    return reverse(name, args=[row.pk])


def _columns(standing: Standing) -> list[dict[str, Any]]:
    columns: list[dict[str, Any]] = [
        {"label": label} for label in (_("Name"), _("Address"), _("State"))
    ]
    if policy.is_administrator(standing):
        columns.append({"label": _("Remove"), "plain": True})
    return columns


def _row(row: Webhook, standing: Standing) -> dict[str, Any]:
    cells: list[Any] = [row.name, _address(row, standing), _state(row)]
    if policy.is_administrator(standing):
        cells.append(
            format_html(
                '<a href="{}" data-testid="remove-webhook">{}'
                '<span class="visually-hidden"> {}</span></a>',
                _url("webhook_remove", row),
                _("Remove"),
                row.name,
            )
        )
    return {"url": _url("webhook", row), "cells": cells}


def _state(row: Webhook) -> str:
    return _("Is told of events") if row.active else _("Stopped")


def _address(row: Webhook, standing: Standing) -> str:
    """Where it leads; to who only reads no more than the machine: what follows may be a key."""
    if policy.is_administrator(standing):
        return row.url
    return machine_of(row.url)


def _facts(row: Webhook, standing: Standing) -> list[dict[str, str]]:
    told = " · ".join(news_in_words(event) for event in row.events) or _("All of them")
    facts = {_("Address"): _address(row, standing), _("State"): _state(row), _("Events"): told}
    return [{"label": label, "value": value} for label, value in facts.items()]


def _context(row: Webhook, standing: Standing) -> dict[str, Any]:
    keeps = policy.is_administrator(standing)
    attempts = list(row.attempts.select_related("message")[:SHOWN])
    subjects = about((attempt.message for attempt in attempts), standing)
    owed = Message.objects.filter(channel="webhook", ordering_key=f"webhook:{row.pk}")
    return {
        "webhook": row,
        "keeps": keeps,
        "secret": row.secret if keeps else "",
        "facts": _facts(row, standing),
        "waiting": owed.filter(state=State.PENDING)[:1001].count(),
        "given_up": owed.filter(state=State.ATTENTION)[:1001].count(),
        "attempts": [
            _attempt(row, attempt) | {"about": subjects[attempt.message_id]} for attempt in attempts
        ],
    }


def _attempt(row: Webhook, attempt: WebhookAttempt) -> dict[str, Any]:
    return {
        "sequence": attempt.sequence,
        "at": moment(attempt.at),
        "fine": not attempt.error,
        "answer": wrong_in_words(attempt.error) or f"HTTP {attempt.status}",
        "milliseconds": attempt.milliseconds,
        "url": reverse("webhook_redeliver", args=[row.pk, attempt.pk]),
    }
