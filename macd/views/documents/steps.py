"""Taking steps: each answer says what was done, or why not, with what was typed kept."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import now
from macd import operations, policy, queries
from macd.forms.finding import finding_form
from macd.forms.steps import StepForm, form_for, line_form_for
from macd.happened import confirmed, line_confirmed
from macd.models import Document
from macd.refusals import Stale, StepDenied
from macd.templatetags.macd_page import errors_with_fields
from macd.views.common import document_or_404, standing_for, write_once
from macd.views.desk.pane import inbox_url_of
from macd.views.documents.document import show
from macd.views.documents.stale import seen_in, stale_page
from macd.vocabulary import Audience
from macd.workflow import LINE_TRANSITIONS, TRANSITIONS


@require_POST
@login_required
def take_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take one step of the table on a document."""
    document = document_or_404(request, number)
    row = next((row for row in TRANSITIONS if row.step == step), None)
    if row is None:
        raise Http404
    form = form_for(row, request.POST, document=document)
    if not form.is_valid():
        return invalid(request, document, form)

    def write() -> str:
        after = operations.take_step(
            document=document,
            step=step,
            by=standing_for(request),
            at=now(),
            seen=seen_in(request),
            revision=revision_in(request),
            note=form.words(),
            **form.facts(),
        )
        messages.success(request, confirmed(step, after))
        return back_from(request) or document.get_absolute_url()

    return answered(request, document, write, form)


@require_POST
@login_required
def take_line_step(request: HttpRequest, number: str, line: int, step: str) -> HttpResponse:
    """Take one step of the lines' table on one line."""
    document = document_or_404(request, number)
    row = next((row for row in LINE_TRANSITIONS if row.step == step), None)
    item = next((each for each in document.lines.all() if each.number == line), None)
    if row is None or item is None:
        raise Http404
    form = line_form_for(row, item, request.POST)
    if not form.is_valid():
        return invalid(request, document, form)

    def write() -> str:
        after = operations.take_line_step(
            document=document,
            number=line,
            step=step,
            by=standing_for(request),
            at=now(),
            note=form.words(),
            **form.facts(),
        )
        messages.success(request, line_confirmed(step, after, line))
        return back_from(request) or f"{document.get_absolute_url()}#line-{line}"

    return answered(request, document, write, form)


def back_from(request: HttpRequest) -> str:
    """The list or the visit from which a step was taken; empty for the document itself."""
    back = request.GET.get("back", "")
    if back in ("operations", "returns"):
        return reverse(back)
    if found := inbox_url_of(back):
        return found
    try:
        return reverse("visit", args=[UUID(back)])
    except ValueError:
        return ""


@require_POST
@login_required
def record_finding(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """Record what a survey or the carrier found about one item (rule 20)."""
    document = document_or_404(request, number)
    if not policy.may_record_finding(standing_for(request), document):
        raise PermissionDenied
    if line not in {each.number for each in document.lines.all()}:
        raise Http404
    form = finding_form(line, request.POST)
    if not form.is_valid():
        return invalid(request, document, form)

    def write() -> str:
        goes_on = operations.record_finding(
            document=document,
            number=line,
            by=standing_for(request),
            at=now(),
            note=form.words(),
            **form.facts(),
        )
        if goes_on.pk != document.pk:
            messages.success(request, _("%(number)s quotes it.") % {"number": goes_on.number})
        return goes_on.get_absolute_url()

    return answered(request, document, write, form)


@require_POST
@login_required
def take_over(request: HttpRequest, number: str) -> HttpResponse:
    """Take over what is installed now, which both sides then see as a difference (rule 7)."""
    document = document_or_404(request, number)

    def write() -> str:
        by = standing_for(request)
        operations.take_over_installed(document=document, by=by, at=now())
        messages.success(request, _("What is installed now was taken over."))
        return document.get_absolute_url()

    return answered(request, document, write)


@require_POST
@login_required
def decide_proposal(request: HttpRequest, number: str, change: int) -> HttpResponse:
    """Accept a suggestion, answer why not, or take one's own back."""
    document = document_or_404(request, number)
    accept = request.POST.get("answer") == "accept"

    def write() -> str:
        operations.decide_proposal(
            document=document,
            change_id=change,
            accept=accept,
            by=standing_for(request),
            at=now(),
            reply=request.POST.get("reply", "")[:1000].replace("\x00", ""),
        )
        messages.success(request, _("Taken over.") if accept else _("Left as it is."))
        return f"{document.get_absolute_url()}#suggestions"

    if not document.field_changes.filter(pk=change).exists():
        raise Http404
    return answered(request, document, write)


@require_POST
@login_required
def comment(request: HttpRequest, number: str) -> HttpResponse:
    """Write a comment for the readers that the button names."""
    document = document_or_404(request, number)
    text = request.POST.get("text", "")
    audience = request.POST.get("visibility", "")
    if audience not in Audience.values:
        audience = Audience.SHARED

    def write() -> str:
        operations.add_comment(
            document=document, audience=audience, text=text, by=standing_for(request), at=now()
        )
        return back_from(request) or f"{document.get_absolute_url()}#comments"

    try:
        return write_once(request, write)
    except StepDenied as denied:
        errors = [{"message": str(denied.message), "field_id": "id_comment"}]
        typed = {"text": text, "error": str(denied.message)}
        return show(request, document, status=denied.status, errors=errors, comment=typed)


def revision_in(request: HttpRequest) -> int | None:
    """The revision that was on the screen; a form without one asserts nothing."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def answered(
    request: HttpRequest,
    document: Document,
    write: Callable[[], str],
    form: StepForm | None = None,
) -> HttpResponse:
    """Write once and go on; refused, show the page again, or who was first."""
    try:
        return write_once(request, write)
    except Stale as stale:
        operations.catch_up(document=document, at=now())
        fresh = queries.document_for(standing_for(request), document.number)
        if fresh is None:
            raise Http404 from None
        return stale_page(request, fresh, stale, seen=seen_in(request))
    except StepDenied as denied:
        return _refused(request, document, denied, form)


def invalid(request: HttpRequest, document: Document, form: StepForm) -> HttpResponse:
    """The page again, with what is wrong with a step's form beside it."""
    return show(request, document, status=422, errors=list(errors_with_fields(form)), refused=form)


def _refused(
    request: HttpRequest, document: Document, denied: StepDenied, form: StepForm | None
) -> HttpResponse:
    """Each problem beside its field where the step asked for it, else by its section or item."""
    elsewhere = []
    for problem in denied.problems:
        name = problem.path.rpartition(".")[2]
        if form is not None and name in form.fields:
            form.add_error(name, str(problem.message))
        else:
            field_id = f"section-{problem.section}" if problem.section else _line_id(problem.path)
            elsewhere.append({"message": str(problem.message), "field_id": field_id})
    if not denied.problems:
        elsewhere.append({"message": str(denied.message), "field_id": ""})
    errors = [*(errors_with_fields(form) if form else ()), *elsewhere]
    return show(request, document, status=denied.status, errors=errors, refused=form)


def _line_id(path: str) -> str:
    parts = path.split(".")
    return f"line-{parts[1]}" if parts[0] == "line" and len(parts) > 1 else ""
