"""The items of a document: what changes, where, when, and what can be done with each."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy, queries, voice
from macd.content import ordered_lines
from macd.forms.steps import StepForm, line_form_for
from macd.kinds import starts_anew
from macd.kinds.move import stop_shift
from macd.models import Document, HardwareReturn, Line
from macd.printing import shown_day
from macd.views.shown.ball import ACTORS, customer_as_seen
from macd.views.shown.devices import devices_shown
from macd.views.shown.ports import port_shown
from macd.views.shown.sections import asked_again
from macd.vocabulary import Decision, Demand, LineStatus, LineStep, Party, SectionName
from macd.wording import line_title, one_per_service, rows_of, why_held
from macd.workflow import L
from offices.models import Office
from services.numbers import shown

TONES: dict[str, str] = {
    LineStep.DELIVER: "primary",
    LineStep.ACCEPT: "primary",
    LineStep.RESUME: "primary",
    LineStep.FAIL: "danger",
}


def items_shown(document: Document) -> list[Line]:
    """The lines that are an item of the page.

    Until it is signed, a service that moves is one item; then each half is delivered by itself.
    """
    lines = ordered_lines(document)
    return lines if document.signed_at else one_per_service(lines)


def items_of(
    standing: Standing,
    document: Document,
    *,
    on: date,
    refused: StepForm | None = None,
    only: Collection[int] | None = None,
) -> list[dict[str, Any]]:
    """Each line as the page shows it, or those of these numbers only.

    ``refused`` is a form that goes back with its errors.
    """
    lines = ordered_lines(document)
    owed = list(queries.devices_of(document)) if any(line.returns for line in lines) else []
    shown = items_shown(document)
    alone = {line.pk for line in shown}
    halves = {line.service_id: line for line in reversed(lines) if line.pk not in alone}
    return [
        item_of(standing, document, line, on=on, refused=refused, owed=owed)
        | _with_half(standing, document, line, halves.get(line.service_id), on=on)
        for line in shown
        if only is None or line.number in only
    ]


def _with_half(
    standing: Standing, document: Document, line: Line, half: Line | None, *, on: date
) -> dict[str, Any]:
    """The number of both halves of a move, and when the old place stops (rule 33)."""
    if half is None:
        return _when_stopped(standing, document, line, on=on)
    stops = half.requested_on
    if document.committed_on is not None:
        stops = document.committed_on + timedelta(days=stop_shift(document))
    fact = [{"label": _("Stops at the old place"), "day": stops}] if stops else []
    return {
        "number": f"{half.number}·{line.number}",
        "facts": [*_facts(standing, line, on=on), *fact],
    }


def _when_stopped(
    standing: Standing, document: Document, line: Line, *, on: date
) -> dict[str, Any]:
    """When what does not move along stops, until delivery gives it a day of its own."""
    stops = document.committed_on or document.requested_on
    if line.decision != Decision.STOP or line.committed_on or not stops:
        return {}
    return {"facts": [*_facts(standing, line, on=on), {"label": _("Stops on"), "day": stops}]}


def _owed(line: Line, owed: Iterable[HardwareReturn] | None) -> list[HardwareReturn]:
    """The devices of one item, of those of the whole document where these are read already."""
    if owed is None:
        return list(line.returning.all()) if line.returns else []
    return [device for device in owed if device.line_id == line.pk]


def item_of(
    standing: Standing,
    document: Document,
    line: Line,
    *,
    on: date,
    refused: StepForm | None = None,
    owed: Iterable[HardwareReturn] | None = None,
) -> dict[str, Any]:
    """One line with its difference, its facts and its steps."""
    return {
        "line": line,
        "number": str(line.number),
        "anchor": f"line-{line.number}",
        "service_url": _service_url(line.service.service_id) if line.service else "",
        "title": line_title(line),
        "action": line.get_decision_display() if line.decision else line.get_action_display(),
        "rows": rows_of(line),
        "place": place_of(line),
        "facts": _facts(standing, line, on=on),
        "held": _held(standing, document, line),
        "change_url": _change_url(standing, document, line),
        "asked": is_asked(document, line),
        "past": line.no_return_on is not None and on > line.no_return_on,
        "devices": devices_shown(
            standing, document, line, _owed(line, owed), on=on, refused=refused
        ),
        "port": port_shown(standing, document, line, on=on, refused=refused),
        "steps": _steps(standing, document, line, on=on, refused=refused),
    }


def _parts(line: Line) -> set[SectionName]:
    """The sections of a request to which what is chosen in a line belongs."""
    parts = {SectionName.TECHNICAL} if starts_anew(line) else set()
    return parts | ({SectionName.NUMBERS} if line.number_actions else set())


def _change_url(standing: Standing, document: Document, line: Line) -> str:
    """Where what is chosen in a line is changed, or another choice suggested."""
    if not _parts(line) & policy.may_edit(standing, document):
        return ""
    return reverse("document_line", args=[document.number, line.number])


def is_asked(document: Document, line: Line) -> bool:
    """Whether the customer was asked to look at it again."""
    return bool(_parts(line) & set(asked_again(document)))


def _steps(
    standing: Standing, document: Document, line: Line, *, on: date, refused: StepForm | None
) -> list[dict[str, Any]]:
    """What leads on first, what ends it last."""
    order = ["primary", "secondary", "danger"]
    steps = [
        step_of(document, line, row, on=on, refused=refused)
        for row in queries.line_steps_for(standing, document, line)
    ]
    return sorted(steps, key=lambda step: order.index(step["tone"]))


def _service_url(service_id: str) -> str:
    return reverse("service", args=[service_id])


def place_of(line: Line) -> str:
    """Where it is, or from where to where it goes."""
    if line.decision and line.place_from and line.place_to and line.decision != Decision.KEEP:
        return f"{line.place_from} → {line.place_to}"
    place = line.place_to or line.place_from
    return str(place) if place else _("Not tied to an office")


def office_of(document: Document) -> Office | None:
    """The office that a request is about; none where none of its items is at an office."""
    lines = document.lines.all()
    if lines and not any(line.place_to_id or line.place_from_id for line in lines):
        return None
    return document.office


def _facts(standing: Standing, line: Line, *, on: date) -> list[dict[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Wanted from"), line.requested_on),
        (_("Promised for"), line.committed_on),
        (_("Until"), line.until_on),
        (_("Delivered on"), line.delivered_on),
        (_until_when(standing, line, on=on), _changeable_until(line)),
        (_("Counts as accepted after"), _last_day_to_accept(line)),
    ]
    days = [{"label": label, "day": day} for label, day in facts if day]
    words = [
        (_("Installed so far"), _so_far(line)),
        (_("Serial numbers"), ", ".join(str(serial) for serial in line.serials)),
        (_("Circuit id"), line.circuit_id),
        (_("Telephone numbers"), ", ".join(shown(str(number)) for number in line.numbers)),
    ]
    told = days + [{"label": label, "text": text} for label, text in words if text]
    if new_id := line.new_service_id:
        told.append({"label": _("New service"), "text": new_id, "url": _service_url(new_id)})
    return told


def _so_far(line: Line) -> str:
    """How much of an item that comes in parts is there."""
    if not line.delivered_quantity or line.delivered_quantity == line.quantity:
        return ""
    return _("%(done)s of %(all)s") % {"done": line.delivered_quantity, "all": line.quantity}


def _until_when(standing: Standing, line: Line, *, on: date) -> str:
    if line.no_return_on is not None and on > line.no_return_on:
        return _("This could be changed until")
    mine = standing.is_staff or policy.may_amend(standing, line.document)
    return str(voice.CHANGE_UNTIL) if mine else _("Your company can change this until")


def _changeable_until(line: Line) -> date | None:
    """The point of no return of what is still to come (rule 18)."""
    return None if line.is_final or line.delivered_on else line.no_return_on


def _last_day_to_accept(line: Line) -> date | None:
    """Until when the customer can accept a delivery or report a defect."""
    if line.status != LineStatus.DELIVERED or line.accepts_on is None:
        return None
    return line.accepts_on - timedelta(days=1)


def _held(standing: Standing, document: Document, line: Line) -> dict[str, Any] | None:
    if line.status != LineStatus.HELD:
        return None
    theirs = line.held_for == Party.CUSTOMER
    label = Party(line.held_for).label if line.held_for in Party.values else ""
    return {
        "party": line.held_for,
        "who": customer_as_seen(standing, document) if theirs else label,
        "yours": theirs and bool(ACTORS[Party.CUSTOMER] & policy.actors(standing, document)),
        "reason": why_held(line.held_code, line.held_reason) or _waits_for(line),
        "until": line.held_until,
    }


def _waits_for(line: Line) -> str:
    if not line.held_by:
        return ""
    return _("%(number)s is to change it") % {"number": line.held_by}


def step_of(
    document: Document,
    line: Line,
    row: L,
    *,
    on: date,
    refused: StepForm | None = None,
) -> dict[str, Any]:
    """One step on a line as a row of components/step_button.html."""
    form = line_form_for(row, line)
    if refused is not None and refused.auto_id == form.auto_id:
        form = refused
    elif "on" in form.fields:
        form.initial["on"] = on
        form.initial["quantity"] = line.quantity - line.delivered_quantity
    passed = (
        Demand.NOT_PASSED in row.demand and line.no_return_on is not None and on > line.no_return_on
    )
    return {
        "label": row.step.label,
        "url": reverse("document_line_step", args=[document.number, line.number, row.step]),
        "testid": f"line-{row.step.value.replace('_', '-')}",
        "tone": TONES.get(row.step, "secondary"),
        "form": form if form.fields else None,
        "open": form.is_bound,
        "denied": _("That was possible until %(day)s.") % {"day": shown_day(line.no_return_on)}
        if passed
        else "",
    }
