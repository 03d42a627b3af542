"""Who is told of what, by which way: the one table, shown to administrators and auditors."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import MailSettings
from accounts.newsletter import subscribers
from macd import policy
from macd.recorded import news_in_words
from macd.telling import Telling, Way, tellings
from macd.views.common import reader_of_administration

WAYS: dict[Way, Any] = {
    Way.PAGE: gettext_lazy("Bell"),
    Way.MAIL: gettext_lazy("Mail"),
    Way.WEBHOOK: gettext_lazy("Webhook"),
    Way.CALENDAR: gettext_lazy("Calendar"),
}


@require_safe
@login_required
def notification_matrix(request: HttpRequest) -> HttpResponse:
    """Show the table, and whose mails come back."""
    standing = reader_of_administration(request)
    labels = [_("Event"), _("Who is told"), *WAYS.values(), _("Choice")]
    context = {
        "columns": [{"label": label} for label in labels],
        "rows": [_row(telling) for telling in tellings()],
        "unreachable": [
            {
                "label": f"{row.person.name} ({row.bounced_address})",
                "value": row.bounce_reason or _("No reason was given."),
            }
            for row in MailSettings.objects.exclude(bounced_address="").select_related("person")
        ],
        "subscribers": subscribers().count(),
        "keeps": policy.is_administrator(standing),
        "reads_words": policy.reads_words(standing),
    }
    return render(request, "macd/notifications/matrix.html", context)


def _row(telling: Telling) -> dict[str, Any]:
    people = ", ".join(sorted(str(actor.label) for actor in telling.audience)) or "–"
    ways = ["✓" if way in telling.ways else "–" for way in WAYS]
    choice = _("Always at once") if telling.important else _("At once, in a summary, or no mail")
    if Way.MAIL not in telling.ways:
        choice = "–"
    return {"url": "", "cells": [news_in_words(telling.event), people, *ways, choice]}
