"""What becomes of one service of an office that moves, named by the service (rule 27)."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import day_of
from macd import voice
from macd.amendments import first_free_line, numbers_of
from macd.conflicts import claim_action, holder_of
from macd.fields.lines import write_lines
from macd.fields.place import Place
from macd.kinds import Unfit, Wanted, rules_for
from macd.kinds.fields import fit_text
from macd.kinds.move import Move
from macd.kinds.sight import Sight
from macd.models import Document, Line
from macd.vocabulary import Action, Decision, SectionName, Side
from services import claims
from services.inventory import services_on
from services.models import ServicePeriod

DECISION = "decision"
BY = ":"  # between “replace” and the service at the new office that takes over


def decision_path(service_id: str) -> str:
    """How what becomes of a service is named."""
    return f"{DECISION}.{service_id}"


def decision_value(line: Line | None) -> str | None:
    """The decision of which a line is made, as it is written."""
    if line is None or not line.decision:
        return None
    by = f"{BY}{line.replaced_by.service_id}" if line.replaced_by else ""
    return f"{line.decision}{by}"


def decision_place(document: Document, service_id: str) -> Place | None:
    """What becomes of a service that the request names, or that is at its old office."""
    rules = rules_for(document.kind)
    mine = [ln for ln in document.lines.all() if ln.service and ln.service.service_id == service_id]
    if not isinstance(rules, Move) or not (mine or _comes_in(document, service_id)):
        return None

    def write(value: Any) -> None:
        period = _installed(document, service_id)
        if period is None:
            return
        decision, _by, other = str(value).partition(BY)
        taken_by = _installed(document, other) if other else None
        wanted = Wanted(
            office=document.office,
            to_office=document.to_office,
            replaced_by=taken_by.service if taken_by else None,
        )
        made = rules.decided(period, Decision(decision), wanted, first=1)
        _keep_numbers(document, mine, made)
        _let_go(document, mine, made)
        document.lines.filter(pk__in=[line.pk for line in mine]).delete()
        write_lines(document, made)

    named = mine[0] if mine else None
    name = f"{named.offering_version.name} ({service_id})" if named else service_id
    return Place(
        path=decision_path(service_id),
        label=_("What becomes of %(service)s") % {"service": name},
        section=SectionName.TECHNICAL,
        owner=Side.CUSTOMER,
        value=decision_value(named),
        fit=lambda raw: _fit(document, raw),
        write=write,
        shown=_shown,
    )


def _fit(document: Document, raw: Any) -> str:
    """A decision, with the service that takes over where one does. Raises Unfit."""
    text = fit_text(raw) if raw is not None else ""
    decision, by, other = text.partition(BY)
    if decision not in Decision.values or (by and decision != Decision.REPLACE):
        raise Unfit(_("Choose what becomes of this service."))
    if by and _installed(document, other) is None:
        raise Unfit(str(voice.OWN_SERVICE))
    return text


def _shown(value: Any) -> str:
    decision, _by, other = str(value).partition(BY)
    if other:
        return _("Use %(service)s instead") % {"service": other}
    return str(Decision(decision).label) if decision in Decision.values else str(value)


def _installed(document: Document, service_id: str) -> ServicePeriod | None:
    if not service_id.isprintable():
        # PostgreSQL takes no NUL and no half character in a text, so no service has one.
        return None
    on = day_of(document.updated_at)
    found = services_on(customer_id=document.customer_id, on=on)
    return found.filter(service__service_id=service_id).first()


def _comes_in(document: Document, service_id: str) -> bool:
    """Whether it came to the old office meanwhile, and no other half decides about it."""
    period = _installed(document, service_id)
    if period is None or period.office_id is None or period.office_id != document.office_id:
        return False
    elsewhere = Sight(document, on=day_of(document.updated_at)).asked_elsewhere
    return period.service_id not in elsewhere


def _keep_numbers(document: Document, before: list[Line], made: list[Line]) -> None:
    """The items of a service keep their numbers, and get back those that they had (rule 6).

    A new one gets a number that none ever had; in a draft that nobody else has read yet, one that
    became free.
    """
    taken = {line.number for line in document.lines.all()}
    first = first_free_line(document)
    numbers = sorted(line.number for line in before)
    if document.root_id is None and document.version == 0:
        numbers += [number for number in range(1, first) if number not in taken]
    had = numbers_of(document, made[0].service) if made[0].service else []
    numbers += [number for number in had if number not in taken]
    numbers += range(first, first + len(made))
    for line, number in zip(made, sorted(numbers[: len(made)]), strict=True):
        line.number = number


def _let_go(document: Document, before: list[Line], made: list[Line]) -> None:
    """What is not held by the same item any more is free; what is, is held anew at approval."""
    held = {line.number for line in made if claim_action(line)}
    for line in before:
        if line.number not in held and line.action != Action.ADD:
            claims.release(holder=holder_of(document, line), at=document.updated_at)
