"""Who is owed word of leaving: writes outbox rows, sends nothing."""

from datetime import datetime

from accounts.clock import day_of
from accounts.models import Customer, Person
from macd import policy
from outbox.owing import owe
from services.models import CancellationCase

CHANNEL = "case_mail"
NOTICE, RECEIPT, CALL_BACK = "case_notice", "case_receipt", "case_call_back"


def owe_notice(*, case: CancellationCase, at: datetime) -> None:
    """Owe finance and account manager word of a notice, and its giver a receipt."""
    customer = case.customer
    _owe(NOTICE, customer, _provider_people(customer, at), at, case=case.pk, key=f"case:{case.pk}")
    giver = {case.opened_by_id}
    _owe(RECEIPT, customer, giver, at, case=case.pk, key=f"receipt:{case.pk}")


def owe_call_back(*, customer: Customer, person: Person, at: datetime) -> None:
    """Owe finance and account manager the wish to be called, once a day for each person."""
    key = f"call-back:{customer.pk}:{person.pk}:{day_of(at)}"
    _owe(CALL_BACK, customer, _provider_people(customer, at), at, person=person.pk, key=key)


def _provider_people(customer: Customer, at: datetime) -> set[int]:
    managers = policy.carers_of(customer.account_manager_id, on=day_of(at))
    return managers | policy.finance_people()


def _owe(
    about: str, customer: Customer, people: set[int], at: datetime, *, key: str, **ids: int
) -> None:
    owe(
        channel=CHANNEL,
        subject=str(customer.public_id),
        at=at,
        payload={"about": about, "customer": customer.pk, **ids},
        ordering_key=str(customer.public_id),
        recipients=sorted(people),
        key=key,
    )
