"""Days that are asked against the usual: urgent, outside working hours, by exception (rule 9)."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.dates import date_format
from accounts.days import passed
from macd.kinds.fields import COMMITTED_ON, REQUESTED_ON, Field
from macd.kinds.problem import Problem
from macd.kinds.sight import Sight
from macd.labels import labelled
from macd.models import Document
from macd.plan import Planned, next_staffed_day, plan_of, staffed
from macd.vocabulary import Action, SectionName, Side
from macd.workflow import NOT_SENT
from services.calendar import next_business_day, quiet_until
from services.parameters import parameter, parameters

URGENT = Field(
    SectionName.REQUEST,
    "urgent",
    gettext_lazy("It is urgent"),
    Side.CUSTOMER,
    "flag",
    help=gettext_lazy("An earlier day may be possible, for a surcharge."),
)
URGENT_REASON = Field(
    SectionName.REQUEST, "urgent_reason", gettext_lazy("Why is it urgent?"), Side.CUSTOMER
)
AFTER_HOURS = Field(
    SectionName.REQUEST,
    "after_hours",
    gettext_lazy("Switch over in the evening, outside working hours"),
    Side.CUSTOMER,
    "flag",
    help=gettext_lazy("So that nobody is without service by day, for a surcharge."),
)
OVERRIDE = Field(
    SectionName.PLANNING,
    "override_reason",
    gettext_lazy("Why another day than the usual lead time allows"),
    Side.PROVIDER,
    suggestable=False,
)
SURCHARGES = {
    URGENT: ("urgent_surcharge", gettext_lazy("Surcharge for urgency")),
    AFTER_HOURS: ("after_hours_surcharge", gettext_lazy("Surcharge for work in the evening")),
}


def _told(document: Document, field: Field) -> object:
    data = {section.name: section.data for section in document.sections.all()}
    return data.get(field.section.value, {}).get(field.code)


def surcharges_of(document: Document, *, on: datetime.date) -> dict[str, str]:
    """What is paid once on top, by code: the parameters of the day of submission."""
    asked = [field for field in SURCHARGES if _told(document, field)]
    if not asked:
        return {}
    amounts = parameters([SURCHARGES[field][0] for field in asked], on=on)
    return {
        field.code: str(amount)
        for field in asked
        if (amount := Decimal(amounts[SURCHARGES[field][0]]))
    }


def surcharge_label(code: str) -> str:
    """What is paid once on top, in words."""
    if code == "device_fee":
        return _("Devices that are still being paid off")
    return next((str(label) for field, (_p, label) in SURCHARGES.items() if field.code == code), "")


def date_problems(sight: Sight) -> Iterator[Problem]:
    """The day that is wanted can be met, the promised one kept, and people work on both where they
    have to (rule 9)."""
    yield from promise_problems(sight)
    document, wanted = sight.document, sight.document.requested_on
    if _told(document, URGENT) and not _told(document, URGENT_REASON):
        yield _problem(URGENT_REASON, _("Say in a few words why it is urgent."))
    if wanted is None or _told(document, OVERRIDE):
        return
    if message := passed(wanted, on=sight.on):
        yield _problem(REQUESTED_ON, message)
        return
    counted_from = document.received_on or sight.on
    # Only what is new waits for something else.
    adds = any(line.action == Action.ADD for line in sight.lines)
    needs, periods = (sight.needs, sight.periods) if adds else ({}, [])
    plan = plan_of(document, on=counted_from, needs=needs, periods=periods)
    if wanted < plan.earliest:
        yield _problem(REQUESTED_ON, _too_early(document, plan.earliest, plan.critical))
        return
    yield from _staffed_problems(sight, REQUESTED_ON, wanted)


def promise_problems(sight: Sight) -> Iterator[Problem]:
    """What is promised lies ahead, on a day on which people work where they have to (rule 9).

    A day that has passed meanwhile is promised anew before it is approved. In a draft it is no
    promise yet, such as the day that an amendment was copied with.
    """
    document, promised = sight.document, sight.document.committed_on
    if promised is None or document.status in NOT_SENT:
        return
    if message := passed(promised, on=sight.on):
        found = [_problem(COMMITTED_ON, message)]
    elif _told(document, OVERRIDE) or promised == document.requested_on:
        return
    else:
        found = list(_staffed_problems(sight, COMMITTED_ON, promised))
    for problem in found:
        yield replace(problem, message=labelled(COMMITTED_ON.label, problem.message))


def _too_early(document: Document, earliest: datetime.date, critical: tuple[Planned, ...]) -> str:
    because = " → ".join(dict.fromkeys(one.line.offering_version.name for one in critical))
    facts = {"day": date_format(earliest, "DATE_FORMAT"), "because": because}
    if _told(document, URGENT):
        text = _(
            "The first day that can be met is %(day)s (%(because)s). Choose it or a later one."
        )
        return text % facts
    return (
        _(
            "The first day that can be met is %(day)s (%(because)s)."
            " Choose it or a later one, or say that it is urgent."
        )
        % facts
    )


def _staffed_problems(sight: Sight, field: Field, day: datetime.date) -> Iterator[Problem]:
    if not any(staffed(line) for line in sight.lines):
        return
    quiet = str(parameter("quiet_periods", on=sight.on))
    last = quiet_until(day, quiet)
    first = date_format(next_staffed_day(day, quiet), "DATE_FORMAT")
    if last is not None:
        message = _("Nothing is switched over up to %(last)s. The first day after is %(day)s.")
        yield _problem(field, message % {"last": date_format(last, "DATE_FORMAT"), "day": first})
    elif next_business_day(day) != day:
        message = _("Nobody can come on that day. The next working day is %(day)s.")
        yield _problem(field, message % {"day": first})


def _problem(field: Field, message: str) -> Problem:
    return Problem(field.path, message, field.section.value, field.owner)


def why_urgent(document: Document) -> str:
    """The reason of what is urgent; empty for what is not."""
    return str(_told(document, URGENT_REASON) or "") if _told(document, URGENT) else ""
