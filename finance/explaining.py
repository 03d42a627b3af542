"""How each figure of an agreement came about: its rule, what went in, and the parameters used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance.exposure import Side
from services.agreements import is_renewed, last_day_to_give_notice
from services.figures import set_to
from services.models import PolicyParameter
from services.parameters import PARAMETERS

Value = date | Decimal | int | str | None
LAW = "art. 111/3, 13.06.2005 (BE)"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it says, by which rule, from what, according to whom."""

    label: str
    value: Value
    rule: str
    source: str
    inputs: tuple[tuple[str, Value], ...] = ()
    parameters: tuple[PolicyParameter, ...] = ()

    @property
    def used(self) -> list[dict[str, Any]]:
        """The parameters in words: what each decides, its value, and since when it holds."""
        return [
            {
                "label": PARAMETERS[row.code].label,
                "value": set_to(row.code, row.value),
                "since_on": row.valid.lower,
            }
            for row in self.parameters
        ]


def figures_of(side: Side, *, for_the_desk: bool) -> list[Figure]:
    """Every figure of an agreement with its account; what only finance weighs, for the desk."""
    found = [by_contract(side), *by_law(side), *free_exit(side), *devices(side), monthly(side)]
    if for_the_desk:
        found += [until_end(side), to_act(side), *doubts(side)]
    return found


def by_contract(side: Side) -> Figure:
    """The contractual end: term, tacit renewal, notice."""
    agreement, on = side.row.agreement, side.basis.received_on
    inputs: list[tuple[str, Value]] = [
        (_("Received on"), on),
        (_("Started on"), agreement.starts_on),
        (_("Term"), _months(agreement.term_months) if agreement.term_months else _("none")),
        (_("Notice"), _months(agreement.notice_months)),
    ]
    if agreement.initial_end_on is not None:
        inputs.append((_("Tacit renewal"), _months(agreement.renewal_months)))
        inputs.append(
            (_("Last day for notice in this term"), last_day_to_give_notice(agreement, on))
        )
    return Figure(
        label=_("Last day by the contract"),
        value=side.contractual_on or _("counts from delivery"),
        rule=_contract_rule(side),
        source=_("Agreement %(number)s") % {"number": agreement.number},
        inputs=tuple(inputs),
    )


def _contract_rule(side: Side) -> str:
    agreement, on = side.row.agreement, side.basis.received_on
    if agreement.initial_end_on is None:
        if agreement.term_months:
            return _("The term counts from delivery, which has not been yet.")
        return _("There is no term: the day of receipt plus the notice.")
    if not agreement.renewal_months:
        return _("It is not renewed: it ends with its term.")
    last = last_day_to_give_notice(agreement, on)
    if last is not None and on <= last:
        return _("The notice is in time: it ends with the term that runs.")
    return _("The notice is too late for the term that runs: it ends with the next renewal.")


def by_law(side: Side) -> Iterator[Figure]:
    """What the law gives: one reading, or both while the number of workers is not known."""
    if side.if_small_on is None:
        return
    small = side.basis.is_small
    if small is not False:
        yield _small(side, known=small is True)
        yield _fee(side)
    if small is not True:
        yield _large(side, known=small is False)


def _small(side: Side, *, known: bool) -> Figure:
    most = side.basis.number("small_company_workers")
    return Figure(
        label=_("Last day by the law")
        if known
        else _("Last day by the law, with %(most)s workers or fewer") % {"most": most},
        value=side.if_small_on,
        rule=_(
            "A company of at most %(most)s workers may leave on any day, the day of receipt too."
        )
        % {"most": most},
        source=LAW,
        inputs=((_("Received on"), side.basis.received_on), _workers(side)),
        parameters=_parameters(side, "small_company_workers"),
    )


def _large(side: Side, *, known: bool) -> Figure:
    agreement, on = side.row.agreement, side.basis.received_on
    if agreement.initial_end_on is None:
        rule = _("There is no term: the notice of the contract, within what the law allows.")
    elif is_renewed(agreement, on):
        rule = _("After renewal the law allows no longer notice than this.")
    else:
        rule = _("Before renewal the contract holds until its first end.")
    inputs = ((_("Received on"), on), (_("First end of the term"), _first(side)), _workers(side))
    most = side.basis.number("small_company_workers")
    return Figure(
        label=_("Last day by the law")
        if known
        else _("Last day by the law, with more than %(most)s workers") % {"most": most},
        value=side.if_large_on or _("counts from delivery"),
        rule=rule,
        source=LAW,
        inputs=inputs,
        parameters=_parameters(side, "small_company_workers", "statutory_notice_months"),
    )


def _first(side: Side) -> Value:
    end = side.row.agreement.initial_end_on
    return date.fromordinal(end.toordinal() - 1) if end else _("none")


def _fee(side: Side) -> Figure:
    free = side.row.fee_free_from_on
    return Figure(
        label=_("Fee for leaving early"),
        value=side.early_fee if side.early_fee is not None else side.fee_if_small,
        rule=_(
            "The monthly amount for each started month to the end of the first %(months)s months;"
            " nothing later."
        )
        % {"months": side.basis.number("statutory_fee_months")},
        source=LAW,
        inputs=(
            (_("Started on"), side.row.agreement.starts_on),
            (_("Last day by the law"), side.if_small_on),
            (_("No fee from"), free),
            (_("A month"), side.monthly),
        ),
        parameters=_parameters(side, "statutory_fee_months"),
    )


def free_exit(side: Side) -> Iterator[Figure]:
    """Leaving freely after the provider changed price or conditions, where that is recorded."""
    if side.basis.notified_on is None:
        return
    yield Figure(
        label=_("Last day after a change by the provider"),
        value=side.free_exit_on or _("not in time"),
        rule=_(
            "Notice within %(days)s days of the notification ends it the same day, without a fee."
        )
        % {"days": side.basis.number("free_exit_days")},
        source=LAW,
        inputs=(
            (_("Change notified on"), side.basis.notified_on),
            (_("Received on"), side.basis.received_on),
        ),
        parameters=_parameters(side, "free_exit_days"),
    )


def devices(side: Side) -> Iterator[Figure]:
    """What is left to pay for devices at each end."""
    if not side.devices:
        return
    rule = _("The instalments that fall due from the first day without service on.")
    for label, value, months in (
        (
            _("Devices, ending by the contract"),
            side.devices_by_contract,
            [device.months_by_contract for device in side.devices],
        ),
        (
            _("Devices, ending by the law"),
            side.devices_by_law,
            [device.months_by_law for device in side.devices],
        ),
    ):
        if value is not None:
            told = zip(side.devices, months, strict=True)
            inputs = tuple(_instalments(device.plan, left or 0) for device, left in told)
            yield Figure(label, value, rule, _("Device plan"), inputs)


def _instalments(plan: Any, months: int) -> tuple[str, Value]:
    return f"{plan.service} · {plan}", f"{months} × {plan.instalment:.2f}"


def monthly(side: Side) -> Figure:
    """What is paid a month."""
    return Figure(
        label=_("A month"),
        value=side.monthly,
        rule=_("Quantity × price of every service under this agreement, listed below."),
        source=_("Inventory"),
        inputs=((_("Received on"), side.basis.received_on),),
    )


def until_end(side: Side) -> Figure:
    """What would still be paid until the contractual end."""
    return Figure(
        label=_("Value to the contractual end"),
        value=side.until_end if side.until_end is not None else _("not known yet"),
        rule=_("The monthly amount for each started month from receipt to the contractual end."),
        source=_("Agreement %(number)s") % {"number": side.row.agreement.number},
        inputs=((_("A month"), side.monthly), (_("Started months"), side.months)),
    )


def to_act(side: Side) -> Figure:
    """The day that orders the desk."""
    return Figure(
        label=_("Last day to act"),
        value=side.act_on or _("not known yet"),
        rule=_("The chosen end; while none is chosen, the earliest end by any reading."),
        source=_("Finance"),
        inputs=(
            (_("Last day by the contract"), side.contractual_on),
            (_("Last day by the law"), side.statutory_on or side.if_small_on),
            (_("Chosen"), side.row.get_end_mode_display() if side.row.end_mode else _("no")),
        ),
    )


def doubts(side: Side) -> Iterator[Figure]:
    """What finance should look at; it changes nothing by itself."""
    if side.waiver_doubt:
        yield Figure(
            label=_("A doubt"),
            value=_("No waiver of the 24-month limit"),
            rule=_(
                "A longer term asks for a waiver, and none is recorded. It changes no figure here."
            ),
            source=_("Agreement %(number)s") % {"number": side.row.agreement.number},
            inputs=((_("Term"), _months(side.row.agreement.term_months or 0)),),
            parameters=_parameters(side, "long_term_months"),
        )


def _workers(side: Side) -> tuple[str, Value]:
    workers = side.basis.workers
    return _("Workers at receipt"), _("not known") if workers is None else workers


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _parameters(side: Side, *codes: str) -> tuple[PolicyParameter, ...]:
    return tuple(side.basis.parameters[code] for code in codes)
