"""What a case is about: its days and amounts, shown side by side and never judged (rule 57)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.clock import day_of
from services.calendar import started_months
from services.cancellation import last_day_to_act
from services.devices import residual, unpaid_months
from services.models import CancellationCase, CaseAgreement, DevicePlan, PolicyParameter
from services.parameters import parameter_versions
from services.statutory import early_fee, free_exit_end

ONE_DAY = timedelta(days=1)
PARAMETERS = (
    "small_company_workers",
    "statutory_fee_months",
    "statutory_notice_months",
    "free_exit_days",
    "long_term_months",
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What all agreements of a case are reckoned from."""

    received_on: date
    workers: int | None
    country: str
    notified_on: date | None
    parameters: Mapping[str, PolicyParameter]

    def number(self, code: str) -> int:
        """A parameter that held on the day of receipt."""
        return int(self.parameters[code].value)

    @property
    def is_small(self) -> bool | None:
        """Whether the law takes the company for a small one; None while nobody knows."""
        if self.workers is None:
            return None
        return self.workers <= self.number("small_company_workers")


@dataclass(frozen=True, slots=True)
class Device:
    """A device that is paid in instalments: what is left at each end (first day without)."""

    plan: DevicePlan
    months_by_contract: int | None
    months_by_law: int | None
    by_contract: Decimal | None
    by_law: Decimal | None


@dataclass(frozen=True, slots=True)
class Side:
    """One agreement of a case. Days are the last ones with service; None: nobody knows yet.

    ``statutory_on`` is None while the worker count is unknown, and then ``if_small_on`` and
    ``if_large_on`` stand beside each other. Amounts are excl. VAT; ``monthly`` is what the
    services under the agreement cost on the day of receipt, ``until_end`` that for the started
    months from receipt to the contractual end. ``early_fee`` is what the law lets the provider
    ask of a small company, None where the company is not one; ``fee_if_small`` while unknown.
    """

    row: CaseAgreement
    basis: Basis
    contractual_on: date | None
    statutory_on: date | None
    if_small_on: date | None
    if_large_on: date | None
    free_exit_on: date | None
    act_on: date | None
    monthly: Decimal
    months: int | None
    until_end: Decimal | None
    early_fee: Decimal | None
    fee_if_small: Decimal | None
    devices: tuple[Device, ...]
    waiver_doubt: bool

    @property
    def devices_by_contract(self) -> Decimal | None:
        """What is left to pay for devices at the contractual end."""
        return _total(device.by_contract for device in self.devices)

    @property
    def devices_by_law(self) -> Decimal | None:
        """What is left to pay for devices at the end by the law."""
        return _total(device.by_law for device in self.devices)


def sides_of(case: CancellationCase) -> list[Side]:
    """The agreements of a case, in three queries; everything counts on the day of receipt."""
    basis = basis_of(case)
    rows = list(case.agreements.select_related("agreement").order_by("agreement__number"))
    plans: dict[int, list[DevicePlan]] = {row.agreement_id: [] for row in rows}
    found = DevicePlan.objects.filter(customer=case.customer_id, service__agreement__in=plans)
    for plan in found.select_related("service").order_by("service__service_id"):
        plans[plan.service.agreement_id or 0].append(plan)
    return [side_of(row, basis, plans[row.agreement_id]) for row in rows]


def basis_of(case: CancellationCase) -> Basis:
    """What a case is reckoned from; the parameters are those of the day of receipt."""
    received_on = day_of(case.received_at)
    return Basis(
        received_on=received_on,
        workers=case.worker_count,
        country=case.customer.country,
        notified_on=case.change_notified_on,
        parameters=parameter_versions(PARAMETERS, on=received_on),
    )


def side_of(row: CaseAgreement, basis: Basis, plans: Iterable[DevicePlan] = ()) -> Side:
    """Everything that is said of one agreement; no queries."""
    fee = _fee(row)
    months = None
    if row.contractual_end_on is not None:
        months = started_months(basis.received_on, row.contractual_end_on)
    by_law = statutory_end(row)
    return Side(
        row=row,
        basis=basis,
        contractual_on=_last(row.contractual_end_on),
        statutory_on=_last(row.statutory_end_on),
        if_small_on=_last(row.statutory_end_if_small_on),
        if_large_on=_last(row.statutory_end_if_large_on),
        free_exit_on=_last(_free_exit(basis)),
        act_on=last_day_to_act([row]),
        monthly=row.monthly,
        months=months,
        until_end=None if months is None else row.monthly * months,
        early_fee=fee if basis.is_small else None,
        fee_if_small=fee if basis.is_small is None else None,
        devices=tuple(_device(plan, row.contractual_end_on, by_law) for plan in plans),
        waiver_doubt=_doubtful(row, basis),
    )


def statutory_end(row: CaseAgreement) -> date | None:
    """The end by the law; of two readings, while nobody knows which applies, the earlier one."""
    if row.statutory_end_on is not None:
        return row.statutory_end_on
    ends = (row.statutory_end_if_small_on, row.statutory_end_if_large_on)
    return min((end for end in ends if end), default=None)


def _fee(row: CaseAgreement) -> Decimal | None:
    if row.fee_free_from_on is None or row.statutory_end_if_small_on is None:
        return None
    return early_fee(
        monthly=row.monthly,
        ends_on=row.statutory_end_if_small_on,
        fee_free_from=row.fee_free_from_on,
    )


def _free_exit(basis: Basis) -> date | None:
    if basis.notified_on is None or basis.country != "BE":
        return None
    return free_exit_end(
        notified_on=basis.notified_on,
        received_on=basis.received_on,
        days=basis.number("free_exit_days"),
    )


def _device(plan: DevicePlan, by_contract: date | None, by_law: date | None) -> Device:
    return Device(
        plan=plan,
        months_by_contract=unpaid_months(plan, on=by_contract) if by_contract else None,
        months_by_law=unpaid_months(plan, on=by_law) if by_law else None,
        by_contract=residual(plan, on=by_contract) if by_contract else None,
        by_law=residual(plan, on=by_law) if by_law else None,
    )


def _doubtful(row: CaseAgreement, basis: Basis) -> bool:
    """A long term without the waiver that it needs: told to finance, and nothing more."""
    long = (row.agreement.term_months or 0) > basis.number("long_term_months")
    return long and not row.agreement.long_term_waiver and basis.country == "BE"


def _last(first_without: date | None) -> date | None:
    return first_without - ONE_DAY if first_without else None


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
