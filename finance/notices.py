"""Who is owed word of leaving: writes outbox rows, sends nothing."""

from datetime import datetime

from accounts.clock import day_of
from accounts.models import Customer, Person
from finance.models import CaseLetter
from macd import policy
from outbox.owing import owe
from services.models import CancellationCase

CHANNEL = "case_mail"
NOTICE, RECEIPT, CALL_BACK = "case_notice", "case_receipt", "case_call_back"
HAND_OVER, ANSWER, SECOND = "case_hand_over", "case_answer", "case_second"
ACCEPTED, LETTER = "case_accepted", "case_letter"
WITHDRAWN, EXECUTED = "case_withdrawn", "case_executed"


def owe_notice(*, case: CancellationCase, at: datetime) -> None:
    """Owe finance and account manager word of a notice, and its giver a receipt."""
    customer = case.customer
    _owe(NOTICE, customer, _provider_people(customer, at), at, case=case.pk, key=f"case:{case.pk}")
    # What came by mail or letter was recorded by staff: the company's own people are told.
    giver = policy.notice_givers_of(customer.pk) if case.given_by else {case.opened_by_id}
    _owe(RECEIPT, customer, giver, at, case=case.pk, key=f"receipt:{case.pk}")


def owe_hand_over(*, case: CancellationCase, at: datetime) -> None:
    """Owe the account manager word that finance asks them to talk to the customer."""
    manager = case.customer.account_manager_id
    people = policy.carers_of(manager, on=day_of(at)) if manager else set()
    _owe(HAND_OVER, case.customer, people, at, case=case.pk, key=_key(HAND_OVER, case, at))


def owe_answer(*, case: CancellationCase, at: datetime) -> None:
    """Owe finance word that the account manager gave the case back."""
    people = policy.finance_people()
    _owe(ANSWER, case.customer, people, at, case=case.pk, key=_key(ANSWER, case, at))


def owe_second(*, case: CancellationCase, but: int, at: datetime) -> None:
    """Owe finance, but not who chose it, word that an immediate end waits for a second person."""
    people = policy.finance_people() - {but}
    _owe(SECOND, case.customer, people, at, case=case.pk, key=_key(SECOND, case, at))


def owe_accepted(*, case: CancellationCase, at: datetime) -> None:
    """Owe the account manager word; the customer gets the letter."""
    people = _provider_people(case.customer, at)
    _owe(ACCEPTED, case.customer, people, at, case=case.pk, key=f"accepted:{case.pk}")


def owe_letter_made(*, case: CancellationCase, letter: CaseLetter, at: datetime) -> None:
    """Owe the company's people word that the confirmation is there."""
    people = policy.notice_givers_of(case.customer_id)
    _owe(LETTER, case.customer, people, at, case=case.pk, key=f"letter:{letter.pk}")


def owe_withdrawn(*, case: CancellationCase, at: datetime) -> None:
    """Owe both sides word that the notice was taken back."""
    people = _provider_people(case.customer, at) | policy.notice_givers_of(case.customer_id)
    _owe(WITHDRAWN, case.customer, people, at, case=case.pk, key=f"withdrawn:{case.pk}")


def owe_executed(*, case: CancellationCase, at: datetime) -> None:
    """Owe both sides word that the last service has ended."""
    people = _provider_people(case.customer, at) | policy.notice_givers_of(case.customer_id)
    _owe(EXECUTED, case.customer, people, at, case=case.pk, key=f"executed:{case.pk}")


def _key(about: str, case: CancellationCase, at: datetime) -> str:
    return f"{about}:{case.pk}:{at.isoformat()}"


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
