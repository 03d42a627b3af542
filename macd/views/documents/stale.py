"""The page that says who was first: nothing was carried out, look at what differs, decide again."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from macd.models import Document
from macd.refusals import Stale
from macd.views.common import standing_for
from macd.views.shown.stale import stale_context

HASH = re.compile(r"[0-9a-f]{64}")


def seen_in(request: HttpRequest) -> str:
    """The content hash that was on the screen; anything else is none."""
    text = request.POST.get("content_hash", "")
    return text if HASH.fullmatch(text) else ""


def stale_page(
    request: HttpRequest, document: Document, stale: Stale, *, seen: str, back: str = "document"
) -> HttpResponse:
    """Answer 409 with what happened and what differs; ``back`` names where one decides again."""
    context = stale_context(
        standing_for(request),
        document,
        stale,
        seen=seen,
        typed=(request.POST.get("note") or request.POST.get("reason") or "")[:4000],
    )
    context["back_url"] = reverse(back, args=[document.number])
    return render(request, "macd/document/stale.html", context, status=stale.status)
