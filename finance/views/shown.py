"""How the facts of a case are written on its page."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.dates import date_format
from finance.models import CaseLetter, LineDecision, NumberDecision
from macd.labels import colon
from macd.templatetags.macd_format import day, moment, money, phone
from macd.views.company.leaving import stage_of
from services.models import CancellationCase, CaseEvent, CaseStatus, CaseStep, EndMode

ICONS = {
    CaseStep.NOTICE: "log-out",
    CaseStep.ACCEPT: "circle-check",
    CaseStep.WITHDRAW: "undo-2",
    CaseStep.END: "circle-stop",
    CaseStep.EXECUTE: "circle-stop",
    CaseStep.LETTER: "file-text",
    CaseStep.NOTE: "lock",
}


def shown(value: object) -> str:
    """A figure or an input as it is read: a day, an amount, or as it is."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return money(value)
    return "–" if value is None else str(value)


def money_or_text(value: Decimal) -> str:
    """An amount, nothing where it is nothing."""
    return money(value) if value else ""


def about(case: CancellationCase, *, staff: bool) -> list[dict[str, Any]]:
    """Rows of components/summary_list.html about the notice itself."""
    workers = case.worker_count
    giver = case.given_by or case.opened_by.name
    rows: list[tuple[str, Any]] = [
        (_("Received on"), moment(case.received_at)),
        (_("Given by"), f"{giver} · {case.get_channel_display()}"),
        (_("Recorded by"), case.opened_by.name if case.given_by and staff else ""),
        (_("Reason"), case.reason),
        (
            _("Workers at receipt"),
            _("not known: both results are shown") if workers is None else workers,
        ),
        (_("A month, at receipt"), money(case.monthly)),
        (_("Last day to act"), shown(case.act_on) if staff and case.act_on else ""),
        (_("Account manager"), case.customer.account_manager.name),
        (
            _("Last service until"),
            day(case.closes_on - timedelta(days=1)) if case.closes_on else "",
        ),
    ]
    return [{"label": label, "value": value} for label, value in rows if value != ""]


def next_for(case: CancellationCase, letters: Sequence[CaseLetter]) -> str:
    """What happens next, in one sentence."""
    if case.status == CaseStatus.WITHDRAWN:
        return _("The notice is withdrawn. Everything that had not ended goes on as before.")
    if case.status == CaseStatus.EXECUTED:
        return _("All agreements have ended.")
    if letters and letters[0].stored_file_id is None:
        return _("The notice is accepted. The confirmation letter is being made.")
    return stage_of(case)


def events(found: Iterable[CaseEvent]) -> list[dict[str, Any]]:
    """The history, as components/timeline.html shows it."""
    return [
        {
            "at": event.at,
            "who": colon(event.by.name) if event.by else "",
            "what": CaseStep(event.step).label,
            "detail": " · ".join(part for part in (_facts(event), event.note) if part),
            "icon": ICONS.get(CaseStep(event.step), "circle-dot"),
            "internal": event.internal,
        }
        for event in found
    ]


def _facts(event: CaseEvent) -> str:
    facts = event.facts
    parts = [
        facts.get("agreement", ""),
        _label(EndMode, facts.get("mode")),
        _last_day(facts.get("ends_on")),
        facts.get("request", ""),
        _("item %(number)s") % {"number": facts["item"]} if "item" in facts else "",
        phone(facts.get("number", "")),
        _label(LineDecision, facts.get("decision"))
        or _label(NumberDecision, facts.get("decision")),
        money(facts["cost"]) if facts.get("cost", "0") != "0" else "",
        _("version %(version)s") % {"version": facts["version"]} if "version" in facts else "",
    ]
    return " · ".join(str(part) for part in parts if part)


def _label(choices: Any, code: object) -> str:
    return str(choices(code).label) if code in choices.values else ""


def _last_day(iso: object) -> str:
    """The last day with service, of a first day without."""
    if not isinstance(iso, str) or not iso:
        return ""
    last = date.fromisoformat(iso) - timedelta(days=1)
    return date_format(last, "DATE_FORMAT")
