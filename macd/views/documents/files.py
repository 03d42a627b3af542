"""The files of a document: the sealed one for ever, the preview while it waits for signature."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from files.models import StoredFile
from files.storage import read
from macd import queries
from macd.models import Rendering
from macd.views.common import document_or_404, standing_for
from macd.vocabulary import Purpose

# Nothing in a file may act in the reader's name, wherever it is opened.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@require_safe
@login_required
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The sealed document: its latest version, or the one that is asked for."""
    wanted = request.GET.get("version", "")
    if wanted and (not wanted.isdecimal() or len(wanted) > 6):
        raise Http404
    stored = queries.sealed_file_for(
        standing_for(request), number, version=int(wanted) if wanted else None
    )
    if stored is None:
        raise Http404
    return sent(stored, attachment=True)


@require_safe
@login_required
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """The approved version, not signed; while it is being made, a page says so."""
    document = document_or_404(request, number)
    made = Rendering.objects.filter(document=document, purpose=Purpose.PREVIEW)
    made = made.select_related("stored_file").defer("render_input")
    rendering = made.filter(version__number=document.version).first()
    if rendering is None:
        raise Http404
    if rendering.stored_file is None:
        context = {"document": document}
        return render(request, "macd/document/preview_owed.html", context, status=404)
    return sent(rendering.stored_file, attachment="inline" not in request.GET)


def sent(stored: StoredFile, *, attachment: bool) -> HttpResponse:
    """The bytes with headers that let them be kept, or looked at, and nothing else."""
    response = HttpResponse(read(stored), content_type=stored.media_type)
    disposition = content_disposition_header(attachment, stored.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    if attachment:
        response["Content-Security-Policy"] = SANDBOX
    else:
        # A browser's PDF viewer does not run in a sandbox; our own pages may frame it.
        response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    return response
