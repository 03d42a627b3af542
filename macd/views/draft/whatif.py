"""What a choice would mean, beside the choosing: shown at once, written nowhere."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.clock import today
from macd.fields.deciding import BY, DECISION, decision_path
from macd.kinds.sight import installed_periods
from macd.models import Document
from macd.operations.filling.imagining import imagine_decisions, imagine_line, imagine_sections
from macd.views.draft.filling import editable_or_denied
from macd.views.shown.meaning import what_if
from macd.wording import rows_of


@login_required
@require_POST
def document_what_if(request: HttpRequest, number: str) -> HttpResponse:
    """The panel for what stands in a form that was not sent."""
    document, _side = editable_or_denied(request, number)
    on = today()
    given = {path: request.POST[path] for path in request.POST}
    if any(path.startswith(f"{DECISION}.") for path in given):
        document = imagine_decisions(document, _decisions(document, given, on=on), on=on)
    for line in list(document.lines.all()):
        if any(path.startswith(f"line.{line.number}.") for path in given):
            document = imagine_line(document, line, given, on=on)
    document = imagine_sections(document, given)
    context = {**what_if(document, on=on), **_difference(request, document)}
    return render(request, "macd/what_if.html", context)


def _difference(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What changes of the one item that is being edited, where the page shows that beside it."""
    wanted = request.GET.get("line", "")
    for line in document.lines.all():
        if str(line.number) == wanted:
            return {"difference": rows_of(line), "swapped": True}
    return {}


def _decisions(document: Document, given: dict[str, str], *, on: date) -> dict[int, Any]:
    found = installed_periods(document, on=on)
    services = {period.service.service_id: period.service for period in found}
    told = {}
    for service_id, service in services.items():
        decision, _by, other = given.get(decision_path(service_id), "").partition(BY)
        if decision:
            told[service.pk] = (decision, services.get(other))
    return told
