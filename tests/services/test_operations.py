"""Rows of services and agreements: ids, what a moved service keeps, the end stored once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from services.models import Service
from services.operations import open_service, start_agreement
from tests.accounts import make as accounts
from tests.services import make


def test_new_services_get_an_id_of_their_own(system):
    customer = accounts.customer()
    ids = {open_service(customer_id=customer.pk).service_id for _ in range(3)}
    assert len(ids) == 3
    assert all(one.startswith("SVC-") for one in ids)
    assert open_service(customer_id=customer.pk, service_id="BE-77").service_id == "BE-77"
    with pytest.raises(IntegrityError), transaction.atomic():
        open_service(customer_id=accounts.customer().pk, service_id="BE-77")


def test_a_moved_service_keeps_agreement_account_and_first_start(system):
    """Rule 29."""
    customer = accounts.customer()
    old = make.installed(customer, agreement=make.agreement(customer), on=date(2024, 2, 1))
    Service.objects.filter(pk=old.pk).update(
        cost_centre="K12", billing_account=accounts.billing_account(customer)
    )
    old.refresh_from_db()
    new = open_service(customer_id=customer.pk, relocated_from=old)
    assert (new.agreement, new.billing_account) == (old.agreement, old.billing_account)
    assert (new.cost_centre, new.first_started_on) == ("K12", date(2024, 2, 1))
    assert new.relocated_from == old


def test_agreement_and_account_are_of_the_same_customer(system):
    """Rule 3, by the database itself."""
    customer, other = accounts.customer(), accounts.customer()
    with pytest.raises(IntegrityError, match="same_customer"), transaction.atomic():
        open_service(customer_id=customer.pk, agreement_id=make.agreement(other).pk)
    account = accounts.billing_account(other)
    with pytest.raises(IntegrityError, match="same_customer"), transaction.atomic():
        open_service(customer_id=customer.pk, billing_account_id=account.pk)


def test_the_end_is_stored_when_the_start_rule_is_met_and_once(system):
    agreement = make.agreement(accounts.customer(), initial_end_on=None)
    started = start_agreement(agreement=agreement, on=date(2026, 1, 31))
    assert (started.starts_on, started.initial_end_on) == (date(2026, 1, 31), date(2029, 1, 31))
    again = start_agreement(agreement=agreement, on=date(2026, 5, 1))
    assert again.initial_end_on == date(2029, 1, 31)
    endless = make.agreement(accounts.customer(), initial_end_on=None, term_months=None)
    assert start_agreement(agreement=endless, on=date(2026, 5, 1)).initial_end_on is None
