"""The parts of a request as a task list: done, missing, or with the other side."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.standing import Standing
from macd import policy, queries
from macd.fields import find_place
from macd.forms.starting import start_form_for
from macd.kinds import Field, Problem, problems_of, rules_for, starts_anew, value_of
from macd.labels import labelled
from macd.models import Document, Line
from macd.vocabulary import SectionName, Side
from macd.wording import line_title

STATUS_LABELS = {
    "completed": gettext_lazy("Completed"),
    "in_progress": gettext_lazy("In progress"),
    "not_started": gettext_lazy("Not started"),
    "cannot_start": gettext_lazy("Cannot start yet"),
    "optional": gettext_lazy("Optional"),
    "other_side": gettext_lazy("With your account manager"),
}
SECTION_LABELS = {
    SectionName.REQUEST: gettext_lazy("Date and reference"),
    SectionName.SITES: gettext_lazy("Contacts and access"),
    SectionName.TECHNICAL: gettext_lazy("Technical"),
    SectionName.NUMBERS: gettext_lazy("Numbers"),
    SectionName.PRICES: gettext_lazy("Prices and conditions"),
    SectionName.PLANNING: gettext_lazy("Planning"),
}


def tasks_of(document: Document, standing: Standing, *, on: date) -> list[dict[str, Any]]:
    """Rows of task_list.html for a draft, in the order in which they are best done."""
    side = policy.side_of(standing, document) or Side.CUSTOMER
    lines = list(document.lines.all())
    problems = problems_of(document, on=on)
    rows = [_office(document), _services(document, lines, problems)]
    rows += [_settings(document, line, problems) for line in lines if has_settings(line)]
    rows += _sections(document, side, problems)
    rows.append(_files(document))
    rows.append(_check(document, lines))
    return rows


def _row(
    label: str, status: str, *, url: str = "", hint: str = "", why: str = ""
) -> dict[str, Any]:
    return {
        "label": label,
        "url": url,
        "status": status,
        "status_label": STATUS_LABELS[status],
        "hint": hint,
        "why": why,
    }


def _office(document: Document) -> dict[str, Any]:
    places = [str(place) for place in (document.office, document.to_office) if place]
    hint = " → ".join(places) or _("Not tied to an office")
    new = queries.planned_alone(document)
    if not new:
        return _row(_("Office"), "completed", hint=hint)
    url = reverse("document_address", args=[document.number])
    return _row(_("Office"), "completed", url=url, hint=f"{hint} · {new[0].address}")


def _services(document: Document, lines: list[Line], problems: list[Problem]) -> dict[str, Any]:
    wrong = [str(problem.message) for problem in problems if problem.path == "lines"]
    shown = sorted({line_title(line) for line in lines})
    hint = ", ".join(shown[:3]) + (" …" if len(shown) > 3 else "")
    url = reverse("document_fill", args=[document.number, "services"])
    label = str(start_form_for(document.kind).items_heading)
    if not lines:
        return _row(label, "not_started", url=url)
    status = "in_progress" if wrong else "completed"
    return _row(label, status, url=url, hint=wrong[0] if wrong else hint)


def has_settings(line: Line) -> bool:
    """Whether a line has a page of its own: settings to choose, or numbers to decide about."""
    return bool(line.number_actions) or starts_anew(line)


def _settings(document: Document, line: Line, problems: list[Problem]) -> dict[str, Any]:
    mine = [problem for problem in problems if _is_of(problem, line)]
    label = _("Settings") if starts_anew(line) else _("Numbers")
    service = line.service.service_id if line.service else ""
    return _row(
        labelled(label, line_title(line)),
        "in_progress" if mine else "completed",
        url=reverse("document_line", args=[document.number, line.number]),
        hint=_which_is_wrong(document, mine[0]) if mine else service,
    )


def _which_is_wrong(document: Document, problem: Problem) -> str:
    """What is wrong, with the name of the answer that it is about."""
    place = find_place(document, problem.path)
    return labelled(place.label, problem.message) if place else str(problem.message)


def _is_of(problem: Problem, line: Line) -> bool:
    return problem.path == f"line.{line.number}" or problem.path.startswith(f"line.{line.number}.")


def _files(document: Document) -> dict[str, Any]:
    """What was added; a picture of the new place is needed before approval (rule 32)."""
    there = document.may_have("files")
    names = list(document.attachments.values_list("name", flat=True)[:4]) if there else []
    asked = [p for p in rules_for(document.kind).missing(document) if p.path == "files"]
    url = reverse("document_files", args=[document.number])
    if asked:
        status = "in_progress" if names else "not_started"
        return _row(_("Files"), status, url=url, hint=str(asked[0].message))
    hint = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    optional = _("Only if something is to be shown")
    return _row(_("Files"), "completed" if names else "optional", url=url, hint=hint or optional)


def _sections(document: Document, side: Side, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    rules = rules_for(document.kind)
    fields = rules.fields_for(document)
    wrong = {problem.path: str(problem.message) for problem in problems}
    waiting = False
    for section in SectionName:
        own = [f for f in fields if f.section == section and answers(f, side)]
        if own:
            url = reverse("document_fill", args=[document.number, section.value])
            status = _status(document, own, set(wrong))
            yield _row(str(SECTION_LABELS[section]), status, url=url, hint=_wrong_in(own, wrong))
        waiting = waiting or any(f.section == section and f not in own for f in fields)
    if waiting:
        label = _("Prices, technical details and the promised date")
        yield _row(label, "other_side")


def _wrong_in(fields: list[Field], wrong: dict[str, str]) -> str:
    """What the first wrong answer of a section should be instead."""
    return next((wrong[field.path] for field in fields if field.path in wrong), "")


def answers(field: Field, side: Side) -> bool:
    """Whether a side writes in a field: its own; the provider suggests in the customer's."""
    return side in {Side.PROVIDER, field.owner}


def _status(document: Document, fields: list[Field], wrong: set[str]) -> str:
    rules = rules_for(document.kind)
    empty = [f for f in fields if value_of(document, f) in (None, "")]
    needed = [f for f in fields if rules.is_required(document, f)]
    if any(f.path in wrong for f in fields) or (set(needed) & set(empty)):
        return "not_started" if len(empty) == len(fields) else "in_progress"
    if len(empty) < len(fields):
        return "completed"
    return "not_started" if needed else "optional"


def _check(document: Document, lines: list[Line]) -> dict[str, Any]:
    label = _("Check and send")
    if not lines:
        return _row(label, "cannot_start", why=_("Choose at least one service first."))
    url = reverse("document_check", args=[document.number])
    return _row(label, "not_started", url=url)
