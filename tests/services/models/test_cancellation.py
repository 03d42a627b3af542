"""What the database refuses about cancellation cases."""

import pytest
from django.db import IntegrityError, transaction

from services.models import CancellationCase, CaseAgreement
from tests.accounts import make as accounts
from tests.services import make


def case(customer, **fields):
    defaults = {"opened_by": accounts.person(), "received_at": make.AT, "channel": "mail"}
    return CancellationCase.objects.create(customer=customer, **{**defaults, **fields})


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "withdrawn"}, "says_when"),
        ({"closed_at": make.AT}, "says_when"),
        ({"status": "lost", "closed_at": make.AT}, "says_when"),
        ({"channel": "pigeon"}, "channel_is_known"),
    ],
)
def test_the_database_refuses(system, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        case(accounts.customer(), **fields)


def test_an_agreement_stands_once_in_a_case_of_its_own_customer(system):
    customer = accounts.customer()
    one = case(customer)
    agreement = make.agreement(customer)
    CaseAgreement.objects.create(customer=customer, case=one, agreement=agreement)
    with pytest.raises(IntegrityError, match="one_case_row"), transaction.atomic():
        CaseAgreement.objects.create(customer=customer, case=one, agreement=agreement)
    foreign = make.agreement(accounts.customer())
    with pytest.raises(IntegrityError, match="same_customer"), transaction.atomic():
        CaseAgreement.objects.create(customer=customer, case=one, agreement=foreign)
