"""How far the numbers of an item are that come from another operator (rule 41)."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy
from macd.fields.porting import show_spans
from macd.forms.coming import port_form_for
from macd.forms.steps import StepForm
from macd.kinds.porting import spans_of
from macd.models import Document, Line, NumberPort
from macd.operations.steps.ports import port_of
from macd.porting import PORT_NEXT, PORT_STEPS, PortState
from macd.vocabulary import Actor, Side, Status

TONES = {
    PortState.REFUSED: "danger",
    PortState.CONFIRMED: "secondary",
    PortState.PORTED: "secondary",
}


def port_shown(
    standing: Standing,
    document: Document,
    line: Line,
    *,
    on: date,
    refused: StepForm | None = None,
) -> dict[str, Any] | None:
    """State, numbers, day or refusal, and what can be done; None where no numbers come over."""
    port = port_of(line)
    if port is None:
        return None
    return {
        "state": port.state,
        "label": port.get_state_display(),
        "operator": line.port_in.get("operator", ""),
        "numbers": show_spans(spans_of(line)).splitlines(),
        "on": port.ported_on or port.confirmed_on,
        "refusal": port.get_refusal_display() if port.refusal else "",
        "note": port.note,
        "correct_url": _correct_url(standing, document, port),
        "steps": _steps(standing, document, line, port, on=on, refused=refused),
    }


def _correct_url(standing: Standing, document: Document, port: NumberPort) -> str:
    """Where the customer mends what was refused."""
    mine = policy.may_correct(standing, document) == Side.CUSTOMER
    if port.state != PortState.REFUSED or not mine:
        return ""
    return reverse("document_correct", args=[document.number])


def _steps(
    standing: Standing,
    document: Document,
    line: Line,
    port: NumberPort,
    *,
    on: date,
    refused: StepForm | None,
) -> list[dict[str, Any]]:
    delivers = Actor.OPERATIONS in policy.actors(standing, document)
    if not delivers or document.status != Status.IN_DELIVERY or line.is_final:
        return []
    following = PORT_NEXT[PortState(port.state)]
    return [
        _step(document, line, state, on=on, refused=refused)
        for state in PORT_STEPS
        if state in following
    ]


def _step(
    document: Document, line: Line, state: PortState, *, on: date, refused: StepForm | None
) -> dict[str, Any]:
    form = port_form_for(state, line.pk)
    if refused is not None and refused.auto_id == form.auto_id:
        form = refused
    elif "on" in form.fields and state == PortState.PORTED:
        form.initial["on"] = on
    return {
        "label": PORT_STEPS[state],
        "url": reverse("document_line_port", args=[document.number, line.number, state]),
        "testid": f"port-{state}",
        "tone": TONES.get(state, "secondary"),
        "form": form if form.fields else None,
        "open": form.is_bound,
        "explanation": _("The customer is told, and corrects it.")
        if state == PortState.REFUSED
        else "",
    }
