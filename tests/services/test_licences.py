"""Licences are counted: paid for, used, reserved, being given up."""

from datetime import date

from services.claims import claim, release
from services.licences import licence_holders, licence_use, licences_of
from tests.accounts import make as accounts
from tests.services import make


def test_licences_are_counted(system):
    customer = accounts.customer()
    licence = make.version(site_bound=False, family="uc")
    user = make.version(site_bound=False, family="uc", licensed_by=licence.offering)
    make.installed(customer, offering_version=licence, quantity=3)
    users = [make.installed(customer, offering_version=user) for _ in range(2)]
    make.installed(accounts.customer(), offering_version=user)

    [use] = licence_use(customer_id=customer.pk, on=make.TODAY)
    assert (use.offering, use.total, use.used, use.free) == (licence.offering, 3, 2, 1)
    holders = licence_holders(customer_id=customer.pk, offering=licence.offering, on=make.TODAY)
    assert [period.service for period in holders] == users
    assert licence_use(customer_id=customer.pk, on=date(2020, 1, 1)) == []


def test_an_open_decrease_lowers_what_may_be_taken_at_once(system):
    """Decision 33: what an open document gives up is no longer free; a withdrawn one frees it."""
    customer = accounts.customer()
    licence = make.version(site_bound=False, family="uc", maximum_quantity=100)
    make.version(site_bound=False, family="uc", licensed_by=licence.offering)
    first = make.installed(customer, offering_version=licence, quantity=10)
    second = make.installed(customer, offering_version=licence, quantity=5)
    question = {"customer_id": customer.pk, "offering": licence.offering, "on": make.TODAY}
    assert licences_of(**question).free == 15
    claim(
        service=first, action="modify", holder="MACD-1/1", fields=["quantity"], at=make.AT,
        quantity=7,
    )  # fmt: skip
    claim(service=second, action="delete", holder="MACD-2/1", fields=[], at=make.AT)
    assert (licences_of(**question).leaving, licences_of(**question).free) == (8, 7)
    release(holder="MACD-2/1", at=make.AT)
    assert licences_of(**question).free == 12


def test_none_paid_for_is_none_free(system):
    customer = accounts.customer()
    licence = make.version(site_bound=False, family="uc")
    use = licences_of(customer_id=customer.pk, offering=licence.offering, on=make.TODAY)
    assert (use.total, use.free, use.left) == (0, 0, 0)
