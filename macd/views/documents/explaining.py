"""Explain this field: who wrote it, when, why, for which version. And who is in the request now."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import now
from macd import operations, queries
from macd.fields import find_place
from macd.noted import said
from macd.views.common import document_or_404, standing_for
from macd.vocabulary import ChangeState


@require_safe
@login_required
def document_field(request: HttpRequest, number: str, path: str) -> HttpResponse:
    """Every change of one value, old and new, with what was asked before it."""
    document = document_or_404(request, number)
    place = find_place(document, path)
    if place is None:
        raise Http404
    rows: list[dict[str, Any]] = []
    for each in queries.changes_of_field(standing_for(request), document, path):
        change = each.change
        rows.append(
            {
                "change": change,
                "was": change.before not in (None, ""),
                "before": _shown(place.shown, change.before),
                "after": _shown(place.shown, change.after),
                "suggested": change.state != ChangeState.APPLIED,
                "side": change.get_side_display(),
                "asked": each.asked,
                "asked_words": said(each.asked) if each.asked else "",
            }
        )
    context = {
        "document": document,
        "place": place,
        "value": _shown(place.shown, place.value),
        "rows": rows,
        "back_url": f"{document.get_absolute_url()}#section-{place.section}",
    }
    return render(request, "macd/document/field.html", context)


def _shown(show: Any, value: Any) -> str:
    return _("nothing") if value in (None, "") else str(show(value))


@require_POST
@login_required
def document_present(request: HttpRequest, number: str) -> HttpResponse:
    """Say that one has the request open; the answer names the others who have."""
    document = document_or_404(request, number)
    standing = standing_for(request)
    others = operations.be_present(document=document, by=standing, at=now())
    return render(request, "macd/document/present.html", {"others": others})
