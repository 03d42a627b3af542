"""What an account manager does on the desk itself: keep a view, snooze, bring back."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import now, today
from accounts.dates import date_format
from accounts.days import day_in
from macd import operations, policy, queries
from macd.forms.desk import ViewForm
from macd.models import Document
from macd.refusals import StepDenied
from macd.views.common import document_or_404, standing_for
from macd.views.desk.pane import inbox_url_of
from macd.views.desk.state import NUMBER, QUEUES, view_of


@require_POST
@login_required
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep what the address says under a name."""
    standing = standing_for(request)
    if not policy.is_account_manager(standing):
        raise PermissionDenied
    view = view_of(QueryDict(request.POST.get("view", "")), QUEUES).with_(opened="")
    form = ViewForm(request.POST)
    back = f"{reverse('inbox')}?{view.query}"
    if not form.is_valid():
        return _said(request, _("Give the view a name that can be read."), back)
    given = form.cleaned_data
    shown = {str(each.pk): each for each in queries.saved_views_for(standing)}
    kept = shown.get(request.POST.get("kept", ""))
    try:
        operations.save_view(
            name=given["name"],
            query=view.query,
            shared=given["shared"],
            by=standing,
            at=now(),
            kept=kept,
        )
    except StepDenied as denied:
        return _said(request, str(denied.message), back)
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": given["name"]})
    return redirect(back)


@require_POST
@login_required
def view_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own view off the desk."""
    standing = standing_for(request)
    if not policy.is_account_manager(standing):
        raise PermissionDenied
    view = queries.saved_views_for(standing).filter(pk=pk).first()
    if view is None:
        return _said(request, _("This view is not there any more."), reverse("inbox"))
    try:
        operations.remove_view(view=view, by=standing)
    except StepDenied as denied:
        return _said(request, str(denied.message), reverse("inbox"))
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
    return redirect("inbox")


@require_POST
@login_required
def document_snooze(request: HttpRequest, number: str) -> HttpResponse:
    """Put a document out of one's own sight for a while, or bring it back."""
    document = document_or_404(request, number)
    standing = standing_for(request)
    if not policy.is_provider(standing, document):
        raise PermissionDenied
    back = inbox_url_of(request.GET.get("back", "")) or document.get_absolute_url()
    if request.POST.get("until") == "now":
        operations.wake(document=document, by=standing)
        messages.success(request, _("%(number)s is back.") % {"number": document.number})
        return redirect(back)
    until = day_of_choice(request.POST.get("until", ""))

    def write() -> None:
        operations.snooze(document=document, until=until, by=standing, at=now())

    return _tried(request, write, document, until, back)


def day_of_choice(text: str) -> date:
    """A day as the form names it: so many days from today, or a date; else today, which is none."""
    if text.isascii() and text.isdecimal() and len(text) < 4:
        return today() + timedelta(days=int(text))
    try:
        return day_in(text)
    except ValueError:
        return today()


def _tried(
    request: HttpRequest, write: Callable[[], None], document: Document, until: date, back: str
) -> HttpResponse:
    try:
        write()
    except StepDenied as denied:
        return _said(request, str(denied.message), back)
    facts = {"number": document.number, "day": date_format(until, "DATE_FORMAT")}
    messages.success(
        request, _("%(number)s sleeps until %(day)s, unless something happens.") % facts
    )
    return redirect(back)


def _said(request: HttpRequest, why: str, back: str) -> HttpResponse:
    messages.error(request, why)
    return redirect(back)


def documents_chosen(request: HttpRequest) -> list[Document]:
    """The documents that were ticked, in the order of the list. Raises Http404 for a stranger's."""
    wanted = request.POST.getlist("number")
    chosen = [number for number in wanted if set(number) <= NUMBER][: operations.MOST]
    found = queries.with_all(queries.documents_for(standing_for(request)))
    rows = {document.number: document for document in found.filter(number__in=chosen)}
    if set(chosen) - rows.keys():
        raise Http404
    return [rows[number] for number in dict.fromkeys(chosen)]
