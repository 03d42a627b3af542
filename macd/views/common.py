"""What the views share: who asks, which document, how a refusal is shown."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from accounts.clock import now, today
from accounts.standing import Standing, standing_of
from macd import operations, policy, queries
from macd.models import Document
from macd.operations import new_key as new_key  # noqa: PLC0414 - the views' own name for it
from macd.refusals import StepDenied


def standing_for(request: HttpRequest) -> Standing:
    """Where the person who asks stands today; read once per request."""
    return standing_of(request.user, on=today())  # type: ignore[arg-type]


def administrator(request: HttpRequest) -> Standing:
    """Who asks, where they keep the installation. Raises PermissionDenied."""
    standing = standing_for(request)
    if not policy.is_administrator(standing):
        raise PermissionDenied
    return standing


def reader_of_administration(request: HttpRequest) -> Standing:
    """Who asks, where they may read what administrators keep; only those send.

    Raises PermissionDenied.
    """
    standing = standing_for(request)
    if request.method == "POST" or not policy.reads_administration(standing):
        return administrator(request)
    return standing


def document_or_404(request: HttpRequest, number: str) -> Document:
    """The document with all it holds. Raises Http404 where the person may not know of it."""
    # PostgreSQL takes no NUL in a text, so no number has one.
    known = "\x00" not in number
    document = queries.document_for(standing_for(request), number) if known else None
    if document is None:
        raise Http404
    return document


def write_once(request: HttpRequest, write: Callable[[], str]) -> HttpResponseRedirect:
    """Run a write under the form's key and go where its result is (rule 21).

    The body is compared without the token that changes at each view. Raises StepDenied.
    """
    fields = sorted(
        (name, request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken"
    )
    for name in sorted(request.FILES):
        fields.append((name, [f"{file.name} {file.size}" for file in request.FILES.getlist(name)]))
    location = operations.once(
        person_id=standing_for(request).person_id,
        key=request.POST.get("idempotency_key", "").replace("\x00", ""),
        route=request.path,
        body=repr(fields).encode("utf-8", "backslashreplace"),
        at=now(),
        write=write,
    )
    return redirect(location)


def write_or_tell(
    request: HttpRequest, write: Callable[[], str], *, back: Any
) -> HttpResponseRedirect:
    """The same from a page with nothing to fill in: what is refused is told where one goes back."""
    try:
        return write_once(request, write)
    except StepDenied as denied:
        messages.error(request, str(denied.message))
        return redirect(back)


def write_or_show(
    request: HttpRequest,
    form: BaseForm,
    write: Callable[[], str],
    *,
    show: Callable[[int], HttpResponse],
) -> HttpResponse:
    """The same from a form: ``show`` is its page, empty or with what is wrong, with that status."""
    if not form.is_bound:
        return show(200)
    if not form.is_valid():
        return show(422)
    try:
        return write_once(request, write)
    except StepDenied as denied:
        tell_beside(form, denied)
        return show(denied.status)


def errors_of(denied: StepDenied) -> list[dict[str, str]]:
    """A refusal as the error summary shows it: each problem links to its field."""
    if not denied.problems:
        return [{"message": str(denied.message), "field_id": ""}]
    return [
        {"message": str(problem.message), "field_id": f"id_{problem.path}"}
        for problem in denied.problems
    ]


def tell_beside(form: BaseForm, denied: StepDenied) -> None:
    """Put each problem beside the field of its name, else above the form with the refusal itself.

    The form's own summary names them all.
    """
    for problem in denied.problems:
        path = problem.path if problem.path in form.fields else None
        form.add_error(path, str(problem.message))
    if not denied.problems:
        form.add_error(None, str(denied.message))


def refused(
    request: HttpRequest,
    denied: StepDenied,
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show a page again with what was typed and why it was refused; the status says which."""
    shown = {**context, "errors": errors_of(denied), "denied": denied}
    return render(request, template, shown, status=denied.status)


def done(request: HttpRequest, message: str, to: Any) -> HttpResponseRedirect:
    """Say what was done, and go on."""
    messages.success(request, message)
    return redirect(to)
