"""Check answers, send, and the page that confirms it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import day_of, now, today
from accounts.models import Person, SigningRule
from macd import operations, policy, queries
from macd.kinds import Problem, rules_for, starts_anew, value_of
from macd.models import Document, Line
from macd.refusals import Stale, StepDenied
from macd.templatetags.macd_format import day
from macd.views.common import document_or_404, new_key, standing_for, write_once
from macd.views.company.leaving import ways_to_leave
from macd.views.draft.tasks import SECTION_LABELS, has_settings
from macd.views.shown.lines import place_of
from macd.views.shown.meaning import what_if
from macd.views.shown.next import once_taken_up, what_happens_next
from macd.views.shown.overlaps import overlaps_of
from macd.views.shown.told import told_by
from macd.vocabulary import Actor, SectionName, Side, Step
from macd.wording import line_title, one_per_service, rows_of
from macd.workflow import T

SENDING = (Step.SUBMIT, Step.START_REVIEW)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_check(request: HttpRequest, number: str) -> HttpResponse:
    """All answers with a way back to each; the button sends the request."""
    document = document_or_404(request, number)
    step = sending_step(request, document)
    if request.method != "POST":
        if not policy.may_edit(standing_for(request), document):
            raise PermissionDenied
        if step is None:
            return redirect(document)
        return render(request, "macd/check.html", page_of(request, document, step))
    if step is None:
        return _already_sent(request, document)
    try:
        return write_once(request, lambda: _send(request, document, step))
    except StepDenied as denied:
        if denied.leaving:
            by = standing_for(request)
            operations.tell_of_leaving(document=document, by=by, at=now())
        page = page_of(request, document, step, denied=denied)
        return render(request, "macd/check.html", page, status=denied.status)


def sending_step(request: HttpRequest, document: Document) -> Step | None:
    """How this person sends it: as the customer, or as staff on the customer's behalf."""
    row = _sending_row(request, document)
    return row.step if row else None


def _sending_row(request: HttpRequest, document: Document) -> T | None:
    rows = queries.steps_for(standing_for(request), document)
    return next((row for row in rows if row.step in SENDING), None)


def _tells(request: HttpRequest, document: Document) -> str:
    """Who will be told that it was sent."""
    row = _sending_row(request, document)
    return told_by(row, document, person_id=standing_for(request).person_id) if row else ""


def _already_sent(request: HttpRequest, document: Document) -> HttpResponse:
    """Sent by the same form before: the same answer (rule 21); else it may not be sent."""
    if document.submitted_at is None:
        raise PermissionDenied
    try:
        return write_once(request, lambda: _refuse_sent(document))
    except StepDenied as denied:
        page = page_of(request, document, None, denied=denied)
        return render(request, "macd/check.html", page, status=denied.status)


def _refuse_sent(document: Document) -> str:
    raise Stale(
        _("This request was sent already. It is now: %(status)s.")
        % {"status": document.get_status_display()}
    )


def _send(request: HttpRequest, document: Document, step: Step) -> str:
    seen = request.POST.get("content_hash", "")
    if seen != document.content_hash:
        raise Stale(_("The request was changed since you opened this page. Check it once more."))
    if not request.POST.get("again"):
        operations.refuse_sending_again(document=document, at=now())
    operations.take_step(document=document, step=step, by=standing_for(request), at=now())
    if step == Step.START_REVIEW:
        return document.get_absolute_url()
    return reverse("document_sent", args=[document.number])


def page_of(
    request: HttpRequest,
    document: Document,
    step: Step | None,
    *,
    denied: StepDenied | None = None,
) -> dict[str, Any]:
    """What the page shows; after a refusal also what is in the way, and where it is mended."""
    on = today()
    leaving = denied is not None and denied.leaving
    following = once_taken_up if step == Step.START_REVIEW else what_happens_next
    return {
        "document": document,
        "step": step,
        "sections": [*_new_office(document), *_answers(document), *_files(document)],
        "lines": [_line(document, line) for line in one_per_service(list(document.lines.all()))],
        "services_url": _fill(document, "services"),
        **what_if(document, on=on),
        "signatories": signatories_of(document),
        "jointly": document.customer.signing_rule == SigningRule.TWO_JOINTLY,
        "next": following(document, on=on),
        **overlaps_of(standing_for(request), document),
        "denied": denied,
        "errors": [_error(document, problem) for problem in denied.problems]
        or [{"message": denied.message, "field_id": ""}]
        if denied and denied.same_as is None
        else [],
        "same_as": denied.same_as if denied else None,
        "leaving": leaving,
        **(ways_to_leave(standing_for(request), document.customer_id) if leaving else {}),
        "tells": _tells(request, document),
        "colleague_url": _colleague_url(request, document),
        "rule": operations.rule_for(document, by=standing_for(request)),
        "idempotency_key": new_key(),
    }


def _colleague_url(request: HttpRequest, document: Document) -> str:
    """Where a colleague is asked to agree before it leaves the company, for who may."""
    rows = queries.steps_for(standing_for(request), document)
    may = any(row.step == Step.ASK_COLLEAGUE for row in rows)
    return reverse("document_step", args=[document.number, Step.ASK_COLLEAGUE.value]) if may else ""


def _fill(document: Document, section: str) -> str:
    return reverse("document_fill", args=[document.number, section])


def _new_office(document: Document) -> Iterator[dict[str, Any]]:
    """Name and address of the office that the request opens, as they were typed."""
    url = reverse("document_address", args=[document.number])
    for office in queries.planned_alone(document)[:1]:
        rows = [
            {"label": _("Name of the office"), "value": office.name, "change_url": url},
            {"label": _("Address"), "value": office.address, "change_url": url},
        ]
        yield {"heading": _("The new office"), "rows": rows}


def _answers(document: Document) -> Iterator[dict[str, Any]]:
    """The customer's sections with their answers; what is needed and misses says so."""
    rules = rules_for(document.kind)
    for section in SectionName:
        rows = [
            {
                "label": field.label,
                "value": _shown(field.type, value, field.shown(value)),
                "missing": _("Not filled in yet")
                if rules.is_required(document, field) and value in (None, "")
                else "",
                "change_url": f"{_fill(document, section)}#id_{field.path}",
            }
            for field in rules.fields_for(document)
            if field.section == section and field.owner == Side.CUSTOMER
            for value in [value_of(document, field)]
        ]
        if rows:
            yield {"heading": SECTION_LABELS[section], "rows": rows}


def _shown(type_: str, value: Any, text: str) -> Any:
    return day(date.fromisoformat(value)) if type_ == "date" and value else text or "—"


def _files(document: Document) -> Iterator[dict[str, Any]]:
    """The files that were added, by what they are for."""
    url = reverse("document_files", args=[document.number])
    rows = [
        {"label": file.get_purpose_display(), "value": file.name, "change_url": url}
        for file in (document.attachments.all() if document.may_have("files") else ())
    ]
    if rows:
        yield {"heading": _("Files"), "rows": rows}


def _line(document: Document, line: Line) -> dict[str, Any]:
    decided = line.get_decision_display() if line.decision else line.get_action_display()
    rows = rows_of(line)
    return {
        "facts": list(_unsaid(document, line, {row.label for row in rows})),
        "number": line.number,
        "title": line_title(line),
        "action": decided,
        "service_id": line.service.service_id if line.service else "",
        "rows": rows,
        "url": reverse("document_line", args=[document.number, line.number])
        if has_settings(line)
        else "",
    }


def _unsaid(document: Document, line: Line, told: set[str]) -> Iterator[dict[str, Any]]:
    """Where an item is and how many it is, where no difference says so.

    The office was chosen when the request was started, and stays.
    """
    if _("Office") not in told:
        yield {"label": _("Office"), "value": place_of(line)}
    asked = starts_anew(line) and line.offering_version.maximum_quantity != 1
    if _("Quantity") not in told and (asked or line.quantity > 1):
        url = _line_url(document, line.number, anchor=f"#id_line.{line.number}.quantity")
        yield {
            "label": _("Quantity"),
            "value": str(line.quantity),
            "change_url": url if asked else "",
        }


def _error(document: Document, problem: Problem) -> dict[str, str]:
    """A problem with the address of the page on which it can be mended."""
    head, _dot, rest = problem.path.partition(".")
    url = ""
    if head in set(SectionName):
        url = f"{_fill(document, head)}#id_{problem.path}"
    elif head == "files":
        url = reverse("document_files", args=[document.number])
    elif head == "line" and rest:
        url = _line_url(document, int(rest.split(".")[0]), anchor=f"#id_{problem.path}")
    elif head == "lines" and not problem.leaving:
        url = _fill(document, "services")
    return {"message": str(problem.message), "field_id": "", "url": url}


def _line_url(document: Document, number: int, *, anchor: str) -> str:
    """Where an item is mended: on its own page, or among the services where it has none."""
    line = next((line for line in document.lines.all() if line.number == number), None)
    if line is None or not has_settings(line):
        return _fill(document, "services")
    return reverse("document_line", args=[document.number, number]) + anchor


def signatories_of(document: Document) -> list[Person]:
    """Who can sign for the customer, by name."""
    people = policy.people_for(Actor.SIGNATORY, document)
    return list(Person.objects.filter(pk__in=people).order_by("name"))


@login_required
@require_safe
def document_sent(request: HttpRequest, number: str) -> HttpResponse:
    """That it was sent, and what happens now."""
    document = document_or_404(request, number)
    if document.submitted_at is None:
        return redirect(document)
    page = {
        "document": document,
        "signatories": signatories_of(document),
        "next": what_happens_next(document, on=day_of(document.submitted_at)),
    }
    return render(request, "macd/sent.html", page)
