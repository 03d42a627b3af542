"""The files of a case: the sealed letter for both sides, the scan for those who see the case."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from finance.views.cases import case_or_404
from macd.views.documents.files import sent


@require_safe
@login_required
def letter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The confirmation letter: the newest that is made, or the version that is asked for."""
    case = case_or_404(request, public_id)
    letters = case.letters.filter(stored_file__isnull=False).select_related("stored_file")
    wanted = request.GET.get("version", "")
    if wanted:
        if not wanted.isdecimal() or len(wanted) > 6:
            raise Http404
        letters = letters.filter(version=int(wanted))
    found = letters.order_by("-version").first()
    if found is None or found.stored_file is None:
        raise Http404
    return sent(found.stored_file, attachment=True)


@require_safe
@login_required
def scan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The letter or mail in which notice was given."""
    case = case_or_404(request, public_id)
    if case.scan is None:
        raise Http404
    return sent(case.scan, attachment=True)
