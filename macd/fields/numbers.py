"""What becomes of a telephone number, and what that needs beside it (rules 30 and 50)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from macd.fields.place import Place
from macd.kinds import Unfit
from macd.kinds.fields import fit_phone, fit_text
from macd.kinds.numbers import size_of
from macd.labels import labelled
from macd.models import Line
from macd.vocabulary import NumberAction, SectionName, Side
from services.numbers import shown_span


def number_place(line: Line, parts: list[str]) -> Place | None:
    """The decision about one number of a line."""
    e164 = ".".join(parts[3:])
    if e164 not in line.number_actions:
        return None

    def fit(raw: Any) -> str:
        if raw not in NumberAction.values:
            raise Unfit(_("Say what becomes of this number."))
        return str(raw)

    def write(value: Any) -> None:
        line.number_actions[e164] = value
        line.save(update_fields=["number_actions"])

    return Place(
        path=".".join(parts),
        label=shown_span(e164, size_of(line, e164)),
        section=SectionName.NUMBERS,
        owner=Side.CUSTOMER,
        value=line.number_actions[e164],
        fit=fit,
        write=write,
        shown=lambda action: str(NumberAction(action).label) if action else "",
    )


def _service_id(raw: Any) -> str:
    return fit_text(raw, longest=40)


# The part of a path, how it is kept, who owns it, how it is read.
DETAILS: dict[str, tuple[str, Side, Callable[[Any], str]]] = {
    "number_service": ("service", Side.CUSTOMER, _service_id),
    "number_forward": ("forward_to", Side.CUSTOMER, fit_phone),
    "number_reason": ("reason", Side.PROVIDER, fit_text),
}


def detail_place(line: Line, parts: list[str]) -> Place | None:
    """What a decision about a number needs: a service, another number, a reason."""
    e164 = ".".join(parts[3:])
    if e164 not in line.number_actions:
        return None
    key, owner, reads = DETAILS[parts[2]]

    def fit(raw: Any) -> str | None:
        empty = raw is None or (isinstance(raw, str) and not raw.strip())
        return None if empty else reads(raw)

    def write(value: Any) -> None:
        line.number_details.setdefault(e164, {})[key] = value
        line.save(update_fields=["number_details"])

    return Place(
        path=".".join(parts),
        label=labelled(shown_span(e164, size_of(line, e164)), detail_label(parts[2])),
        section=SectionName.NUMBERS,
        owner=owner,
        value=line.number_details.get(e164, {}).get(key),
        fit=fit,
        write=write,
    )


def detail_label(part: str) -> str:
    """How a part of a decision is asked."""
    labels = {
        "number_service": _("On which service?"),
        "number_forward": _("To which number do its calls go?"),
        "number_reason": _("Why may it leave its zone?"),
    }
    return labels[part]
