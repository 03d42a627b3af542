"""One item of a request: what it is now, read-only, and what it becomes."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from macd import operations, policy
from macd.fields import find_place
from macd.forms.places import PlacesForm, base_of, seen_text
from macd.kinds import Problem
from macd.models import Document, Line
from macd.refusals import Crossed, StepDenied, Unsound
from macd.views.common import errors_of, new_key, standing_for, write_once
from macd.views.draft.filling import editable_or_denied
from macd.views.draft.lineforms import line_form, offering_cards, offering_options
from macd.views.draft.merging import Crossing, crossings_of, merge_page
from macd.views.draft.numberforms import groups_of
from macd.views.shown.lines import is_asked
from macd.views.shown.meaning import what_if
from macd.views.shown.suggestions import suggestions_of
from macd.vocabulary import SectionName, Side, Status
from macd.wording import line_title, rows_of
from services.configuration import characteristics_of
from services.models import OfferingVersion


@dataclass(frozen=True)
class Editor:
    """One item as it is being edited, and what its service may become."""

    document: Document
    line: Line
    side: Side
    options: list[OfferingVersion]

    @property
    def offering(self) -> str:
        """The code of the offering that is stored."""
        return self.line.offering_version.offering.code

    @property
    def offering_path(self) -> str:
        """How the choice of the offering is named."""
        return f"line.{self.line.number}.offering"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_line(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """The editor of one item; saving it shows the price again, or goes back to the list."""
    document, side = editable_or_denied(request, number)
    chosen = line_or_404(document, line)
    choosable = SectionName.TECHNICAL in policy.open_sections(document, side)
    options = offering_options(document, chosen, on=today()) if choosable else []
    editor = Editor(document, chosen, side, options)
    if request.method == "POST":
        return _save(request, editor)
    form = line_form(document, chosen, side=side)
    if form is None and not options and document.status != Status.DRAFT:
        messages.info(request, _("Nothing of this item can be changed now."))
        return redirect(document)
    return _answer(request, editor, form)


def line_or_404(document: Document, number: int) -> Line:
    """The item of that number. Raises Http404 where the request has none such."""
    for line in document.lines.all():
        if line.number == number:
            return line
    raise Http404


def _answer(
    request: HttpRequest,
    editor: Editor,
    form: PlacesForm | None,
    *,
    denied: StepDenied | None = None,
) -> HttpResponse:
    document, line = editor.document, editor.line
    wanted = request.POST.get(editor.offering_path) or line.offering_version.offering.code
    options = offering_cards(line, editor.options, chosen=wanted)
    drafting = document.status == Status.DRAFT
    page = {
        "document": document,
        "line": line,
        "title": line_title(line),
        "form": form,
        "groups": list(groups_of(form)),
        "now": list(_installed(line)),
        "offering_name": editor.offering_path,
        "options": options if len(options) > 1 else [],
        "difference": rows_of(line),
        "asked": editor.side == Side.CUSTOMER and is_asked(document, line),
        "suggests": editor.side == Side.PROVIDER and not drafting,
        "proposals": suggestions_of(document, standing_for(request), line=line.number),
        **what_if(document, on=today()),
        "autosave_url": reverse("document_autosave", args=[document.number]) if drafting else "",
        "seen": _seen(editor, form),
        "idempotency_key": new_key(),
    }
    if denied is not None:
        page["errors"] = errors_of(denied)
    status = denied.status if denied else 422 if form is not None and form.errors else 200
    return render(request, "macd/line.html", page, status=status)


def _installed(line: Line) -> list[dict[str, str]]:
    """What is installed now, setting by setting; nothing for what is new."""
    version = line.current_offering_version
    if version is None:
        return []
    rows = [{"label": _("Service"), "value": version.name}]
    if line.quantity_before and line.quantity_before > 1:
        rows.append({"label": _("Quantity"), "value": str(line.quantity_before)})
    for code, characteristic in characteristics_of(version).items():
        value = characteristic.show(line.current.get(code))
        rows.append({"label": characteristic.name, "value": value or "—"})
    return rows


def _save(request: HttpRequest, editor: Editor) -> HttpResponse:
    try:
        return write_once(request, lambda: _write(request, editor))
    except _Unfit as unfit:
        return _answer(request, editor, unfit.form)
    except Crossed:
        return _merge(request, editor)
    except StepDenied as denied:
        form = line_form(editor.document, editor.line, request.POST, side=editor.side)
        if form is not None and form.is_valid():
            form.note_problems(p for p in denied.problems if p.path in form.fields)
        return _answer(request, editor, form, denied=denied)


class _Unfit(Exception):
    """Some values do not fit; the form says which."""

    def __init__(self, form: PlacesForm) -> None:
        super().__init__()
        self.form = form


@transaction.atomic
def _write(request: HttpRequest, editor: Editor) -> str:
    """The offering first, since it says which settings there are; then the settings."""
    standing, number = standing_for(request), editor.line.number
    document = _write_offering(request, editor)
    changed = document is not editor.document
    form = line_form(document, line_or_404(document, number), request.POST, side=editor.side)
    if form is not None:
        if not form.is_valid():
            raise _Unfit(form)
        if form.crossed:
            raise Crossed(_("Somebody else changed the same answers meanwhile."))
        operations.change_fields(
            document=document, values=form.changes, by=standing, at=now(), over=form.stored
        )
    split = form is not None and any(".number_split." in path for path in form.changes)
    if split or request.POST.get("go") == "look" or (changed and _asks_more(form, request)):
        return reverse("document_line", args=[document.number, number])
    return document.get_absolute_url()


def _write_offering(request: HttpRequest, editor: Editor) -> Document:
    """The document with the offering that was chosen; the same object where it stays."""
    path, wanted = editor.offering_path, request.POST.get(editor.offering_path)
    stored, shown = editor.offering, base_of(request.POST).get(path)
    if not wanted or wanted in (stored, shown):
        return editor.document
    if shown not in (None, stored):
        raise Crossed(_("Somebody else changed the same answers meanwhile."))
    if wanted not in {version.offering.code for version in editor.options}:
        message = _("Choose one of the services that are offered.")
        raise Unsound(message, problems=[Problem(path, message)])
    return operations.change_fields(
        document=editor.document, values={path: wanted}, by=standing_for(request), at=now()
    )


def _seen(editor: Editor, form: PlacesForm | None) -> str:
    """What the page shows: the settings, and which offering."""
    shown = form.stored if form is not None else {}
    return seen_text({**shown, editor.offering_path: editor.offering})


def _merge(request: HttpRequest, editor: Editor) -> HttpResponse:
    """Both answers, of the request as it is now; the offering first, as settings follow it."""
    document, side = editable_or_denied(request, editor.document.number)
    fresh = Editor(document, line_or_404(document, editor.line.number), side, editor.options)
    form = line_form(document, fresh.line, request.POST, side=side)
    seen, path = _seen(fresh, form), fresh.offering_path
    shown, wanted = base_of(request.POST).get(path), request.POST.get(path)
    place = find_place(document, path)
    if place is not None and wanted and wanted not in (shown, fresh.offering):
        one = Crossing(place, shown, wanted)
        return merge_page(request, document, None, [one], seen=seen)
    if form is None or not form.is_valid():
        raise Http404
    return merge_page(request, document, form, crossings_of(form), seen=seen)


def _asks_more(form: PlacesForm | None, request: HttpRequest) -> bool:
    """Whether the new offering has settings that were not on the page that was sent."""
    return form is not None and any(path not in request.POST for path in form.places)
