"""What a request would mean: price, term, days and what else follows, written nowhere."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.dates import date_format
from macd import voice
from macd.content import content_of
from macd.firstmonth import Days, FirstMonth, Overlap, first_month_in, overlap_in
from macd.kinds import rules_for
from macd.kinds.exposure import exposure_of, lessens
from macd.kinds.move import stop_shift
from macd.kinds.numbers import size_of
from macd.kinds.reliance import relied_on_elsewhere
from macd.kinds.urgency import surcharge_label, surcharges_of
from macd.leaving import leaving_services
from macd.models import Document, Line
from macd.plan import Plan, plan_of, withdrawable_until
from macd.templatetags.macd_format import day, money, money_difference
from macd.views.shown.prices import price_of
from macd.vocabulary import Action, NumberAction
from macd.workflow import LINE_UNDONE

LOST = (NumberAction.RELEASE, NumberAction.REPLACE)


def what_if(document: Document, *, on: date) -> dict[str, Any]:
    """Price, term, days and what else follows, as what_if.html shows them."""
    plan = plan_of(document, on=document.received_on or on)
    return {
        "document": document,
        "price": price_of(document, on=on),
        "facts": [
            *_days(document, plan, on=on),
            *first_month_facts(document, on=on),
            *_surcharges(document, on=on),
            *_fee(document, on=on),
        ],
        "warnings": _warnings(document, on=on),
    }


def _days(document: Document, plan: Plan, *, on: date) -> list[dict[str, Any]]:
    stops_on = rules_for(document.kind).effective_on(document, on=on)
    if stops_on is not None:
        until = withdrawable_until(stops_on, on=on)
        return [
            {
                "label": _("First day without service"),
                "value": day(stops_on),
                "note": _later_than_wanted(document, stops_on),
            },
            {"label": voice.WITHDRAW_UNTIL, "value": day(until)},
        ]
    chain = " → ".join(dict.fromkeys(one.line.offering_version.name for one in plan.critical))
    return [
        {
            "label": _("First day that can be met"),
            "value": day(max(plan.earliest, on)),
            "note": _("because of %(chain)s") % {"chain": chain} if chain else "",
        }
    ]


def _later_than_wanted(document: Document, stops_on: date) -> str:
    """Why it is not the wanted day (rule 49); empty where it is."""
    if document.requested_on is None or document.requested_on == stops_on:
        return ""
    wanted = date_format(document.requested_on, "DATE_FORMAT")
    return str(voice.WANTED_EARLIER) % {"day": wanted}


def agreed_days(document: Document, *, on: date) -> list[dict[str, Any]]:
    """The days that stand in what is signed: the promised one, and those on which things stop."""
    if stops := stop_facts(document, on=on):
        return stops
    if document.committed_on is None:
        return []
    days = [{"label": _("Promised for"), "value": day(document.committed_on)}]
    if document.to_office_id and document.to_office_id != document.office_id:
        old = document.committed_on + timedelta(days=stop_shift(document))
        days.append({"label": _("Stops at the old place"), "value": day(old)})
    return days


def stop_facts(document: Document, *, on: date) -> list[dict[str, Any]]:
    """The first day without service, which notice may make later than the wanted one (rule 49)."""
    stops_on = rules_for(document.kind).effective_on(document, on=on)
    return [{"label": _("First day without service"), "value": day(stops_on)}] if stops_on else []


def first_month_facts(document: Document, *, on: date) -> list[dict[str, Any]]:
    """What the first month costs more or less where the price changes within it (rule 24).

    Items that failed or were withdrawn change nothing, except for a part that is there.
    """
    stops_on = rules_for(document.kind).effective_on(document, on=on)
    content, lines = content_of(document), [line for line in document.lines.all() if _counts(line)]
    numbers = {line.number for line in lines}
    content["lines"] = [told for told in content["lines"] if told["number"] in numbers]
    actual = {line.number: line.delivered_on for line in lines if line.delivered_on}
    first = first_month_in(content, stops_on=stops_on, actual=actual)
    facts = _overlap_facts(content, actual)
    if first is None:
        return facts
    known = all(line.number in actual for line in lines if line.action != Action.NO_CHANGE)
    # The days on which both places are billed are days of that month: they are counted once.
    days = (
        _("with the days of both places, from %(first)s up to %(last)s; the actual day decides")
        if facts
        else _("from %(first)s up to %(last)s; the actual day decides")
    )
    return [
        *facts,
        {
            "label": _("First month, in part"),
            "value": money_difference(first.amount),
            "note": _("by the days of delivery") if known else note_of(days, first),
        },
    ]


def _counts(line: Line) -> bool:
    return line.status not in LINE_UNDONE or line.delivered_quantity > 0


def note_of(days: str, span: FirstMonth | Overlap) -> str:
    """From when up to when an amount counts; one day is told as one."""
    last = date_format(span.until_on, "DATE_FORMAT")
    if span.from_on == span.until_on:
        return _("on %(day)s; the actual day decides") % {"day": last}
    return days % {"first": date_format(span.from_on, "MONTH_DAY_FORMAT"), "last": last}


def _overlap_facts(content: dict[str, Any], actual: Days) -> list[dict[str, Any]]:
    """On which days both places of a move are billed, and how much that is (decisions.md 29)."""
    both = overlap_in(content, actual=actual)
    if both is None:
        return []
    days = ngettext("%(days)s day", "%(days)s days", both.days) % {"days": both.days}
    return [
        {
            "label": _("Both places work and are billed"),
            "value": f"{days} · {money_difference(both.amount)}",
            "note": note_of(_("from %(first)s up to %(last)s; the actual day decides"), both),
        }
    ]


def _surcharges(document: Document, *, on: date) -> list[dict[str, Any]]:
    return [
        {"label": surcharge_label(code), "value": money(paid)}
        for code, paid in surcharges_of(document, on=document.received_on or on).items()
    ]


def _fee(document: Document, *, on: date) -> list[dict[str, Any]]:
    """What stopping costs, nothing too, and whether finance has a say (rule 55).

    Where things only become less nothing ends, and what nobody has to look at is not worth a word.
    """
    if not lessens(document):
        return []
    exposure = exposure_of(document, on=on)
    if not (leaving_services(document) or exposure.fee or exposure.reasons):
        return []
    if exposure.reasons:
        text = str(voice.FINANCE_LOOKS)
        note = text % {"reasons": _(" and ").join(exposure.reasons)}
    else:
        note = str(voice.NOBODY_LOOKS)
    if not leaving_services(document):
        return [{"label": _("Finance"), "value": note}]
    value = money(exposure.fee)
    return [{"label": _("What ending it costs, once"), "value": value, "note": note}]


def _about_numbers(lines: list[Line]) -> list[str]:
    """How many numbers are undecided, given up or leave for another operator; a range is all of
    its numbers."""
    told = [
        (action, size_of(line, e164))
        for line in lines
        for e164, action in line.number_actions.items()
    ]
    undecided = sum(size for action, size in told if not action)
    lost = sum(size for action, size in told if action in LOST)
    leaving = sum(size for action, size in told if action == NumberAction.PORT_OUT)
    counted = (
        (
            undecided,
            ngettext(
                "%(count)s number is still to be decided about.",
                "%(count)s numbers are still to be decided about.",
                undecided,
            ),
        ),
        (lost, ngettext("%(count)s number is given up.", "%(count)s numbers are given up.", lost)),
        (
            leaving,
            ngettext(
                "%(count)s number goes to another operator. The stop waits until it is there.",
                "%(count)s numbers go to another operator. The stop waits until they are there.",
                leaving,
            ),
        ),
    )
    return [text % {"count": count} for count, text in counted if count]


def _warnings(document: Document, *, on: date) -> list[str]:
    """What goes, and who elsewhere is touched."""
    lines = list(document.lines.all())
    warnings = _about_numbers(lines)
    if any(line.action == Action.DELETE for line in lines):
        for reliance in relied_on_elsewhere(document)[:5]:
            place = reliance.period.office or _("Not tied to an office")
            warnings.append(
                _("%(name)s (%(service)s, %(place)s) relies on what goes from here.")
                % {
                    "name": reliance.period.offering_version.name,
                    "service": reliance.period.service,
                    "place": place,
                }
            )
    return warnings
