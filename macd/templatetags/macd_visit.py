"""Template filters for visits and delays: codes in words, and days that a history keeps as text."""

from datetime import date

from django import template

from macd.fieldwork import WHEN, VisitOutcome, VisitPurpose, held_reason

register = template.Library()


@register.filter
def iso(text: str | None) -> date | None:
    """A day from its text "2026-03-04", or None where there is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


@register.filter
def half_day(code: str) -> str:
    """ "morning" inside a sentence: "in the morning"."""
    return str(WHEN.get(code, ""))


@register.filter
def visit_purpose(code: str) -> str:
    """ "pick_up" in the reader's words."""
    return str(VisitPurpose(code).label) if code in VisitPurpose.values else ""


@register.filter
def visit_outcome(code: str) -> str:
    """ "partly" in the reader's words."""
    return str(VisitOutcome(code).label) if code in VisitOutcome.values else ""


@register.filter
def why(code: str) -> str:
    """ "no_access" or "name_differs" in the reader's words."""
    return held_reason(code)
