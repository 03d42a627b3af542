"""Numbers that come from another operator: which ones, from whom, under which number (rule 41)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from macd import voice
from macd.fields.place import Place
from macd.kinds import Unfit
from macd.kinds.fields import LONGEST_TEXT, fit_text
from macd.kinds.porting import takes_numbers
from macd.models import Line
from macd.vocabulary import SectionName, Side
from services.numbers import NumberRefused, read_span, shown_span

MOST_SPANS = 100


def fit_spans(raw: Any) -> dict[str, int] | None:
    """Numbers and ranges, one on each line, in E.164 with their sizes. Raises Unfit."""
    if isinstance(raw, dict):
        raw = "\n".join(shown_span(e164, size) for e164, size in raw.items())
    text = fit_text(raw, longest=LONGEST_TEXT)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_SPANS:
        raise Unfit(_("Give at most %(most)s numbers or ranges.") % {"most": MOST_SPANS})
    try:
        spans = dict(read_span(line) for line in lines)
    except NumberRefused as refused:
        raise Unfit(str(refused)) from refused
    return spans or None


def show_spans(value: Any) -> str:
    """The same as people read it, one on each line."""
    if not isinstance(value, dict):
        return ""
    return "\n".join(shown_span(e164, size) for e164, size in sorted(value.items()))


def _fit_operator(raw: Any) -> str | None:
    return fit_text(raw, longest=100) or None


# What is asked, whose it is, how it is read, and whether changing it needs new words (31).
PARTS: dict[str, tuple[Side, Callable[[Any], Any], bool]] = {
    "numbers": (Side.CUSTOMER, fit_spans, True),
    "operator": (Side.CUSTOMER, _fit_operator, True),
    "account": (Side.CUSTOMER, _fit_operator, False),
    "reason": (Side.PROVIDER, _fit_operator, True),
}


def port_label(part: str) -> str:
    """How a part is asked."""
    labels = {
        "numbers": _("Numbers that come from another operator"),
        "operator": _("With which operator are they now?"),
        "account": str(voice.NUMBER_THERE),
        "reason": _("Why may they be used away from their zone?"),
    }
    return labels[part]


def port_place(line: Line, parts: list[str]) -> Place | None:
    """One part of what is said of the numbers that come over."""
    part = parts[3] if len(parts) == 4 else ""
    if part not in PARTS or not (takes_numbers(line) or line.port_in):
        return None
    owner, reads, material = PARTS[part]

    def fit(raw: Any) -> Any:
        empty = raw is None or (isinstance(raw, str) and not raw.strip())
        return None if empty else reads(raw)

    def write(value: Any) -> None:
        line.port_in.pop(part, None)
        if value is not None:
            line.port_in[part] = value
        line.save(update_fields=["port_in"])

    return Place(
        path=".".join(parts),
        label=port_label(part),
        section=SectionName.NUMBERS,
        owner=owner,
        value=line.port_in.get(part),
        fit=fit,
        write=write,
        shown=show_spans if part == "numbers" else str,
        material=material,
    )
