"""What the database and the form refuse about a customer."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Customer
from tests.accounts import make


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("customer_country", {"country": "be"}),
        ("customer_belgian_number", {"enterprise_number": "BE0403019261"}),
        ("customer_belgian_number", {"enterprise_number": "2403019261"}),
        ("customer_is_named", {"legal_name": ""}),
        ("customer_language", {"language": "it"}),
        ("customer_signing_rule", {"signing_rule": "three"}),
        ("customer_workers_have_a_date", {"worker_count": 9}),
        ("customer_workers_have_a_date", {"worker_count_on": date(2026, 1, 1)}),
    ],
)
def test_the_database_refuses(system, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make.customer(**fields)


def test_a_customer_is_not_its_own_parent(system):
    customer = make.customer()
    customer.parent = customer
    with pytest.raises(IntegrityError, match="own_parent"), transaction.atomic():
        customer.save()


def test_one_customer_per_enterprise_number_and_country(system):
    first = make.customer()
    with pytest.raises(IntegrityError, match="one_customer_per"), transaction.atomic():
        make.customer(enterprise_number=first.enterprise_number)
    make.customer(enterprise_number=first.enterprise_number, country="AQ")


def test_the_form_checks_the_number_and_keeps_it_compact(system):
    customer = Customer(
        legal_name="Brouwerij",
        enterprise_number="BE 0403.019.261",
        language="nl",
        account_manager=make.staff(),
    )
    customer.full_clean()
    assert customer.enterprise_number == "0403019261"
    customer.enterprise_number = "0403019262"
    with pytest.raises(ValidationError) as refused:
        customer.full_clean()
    assert set(refused.value.message_dict) == {"enterprise_number"}


def test_billing_numbers_are_unique(system):
    account = make.billing_account(make.customer())
    account.pk = None
    with pytest.raises(IntegrityError, match="billing_account"), transaction.atomic():
        account.save(force_insert=True)
