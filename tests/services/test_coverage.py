"""Which agreement a new service comes under."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from services.coverage import coverage_of
from services.models import AgreementDiscount
from tests.accounts import make as people
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def _for(customer, version):
    return coverage_of(customer_id=customer.pk, on=stock.TODAY).agreement_for(version.offering)


@pytest.fixture
def customer():
    return people.customer()


def test_rule_40_the_only_agreement_covers_everything(customer):
    """One agreement that runs: everything new comes under it; ended ones do not count."""
    sim = stock.version(family="mobile")
    assert _for(customer, sim) is None
    stock.agreement(customer, ended_on=date(2026, 1, 1))
    mine = stock.agreement(customer)
    assert _for(customer, sim) == mine


def test_rule_40_of_several_the_one_with_services_of_that_family(customer):
    """Connectivity under the older agreement, mobile under the newer: a trunk asks, a line not."""
    access, sim, trunk = (stock.version(family=f) for f in ("access", "mobile", "sip"))
    older, newer = stock.agreement(customer), stock.agreement(customer, starts_on=date(2026, 1, 1))
    stock.installed(customer, offering_version=access, agreement=older)
    stock.installed(customer, offering_version=sim, agreement=newer)
    assert _for(customer, stock.version(family="access")) == older
    assert _for(customer, stock.version(family="mobile")) == newer
    assert _for(customer, trunk) is None
    stock.installed(customer, offering_version=access, agreement=newer)
    assert _for(customer, access) is None


def test_rule_40_an_agreement_with_a_discount_on_it_covers_it(customer):
    """What an agreement gives a discount on, by family or by offering, is for that agreement."""
    trunk, phone = stock.version(family="sip"), stock.version(family="hardware")
    first, second = stock.agreement(customer), stock.agreement(customer)
    valid = DateRange(date(2026, 1, 1), None)
    for agreement, facts in (
        (first, {"family": "sip"}),
        (second, {"offering": phone.offering}),
        (second, {}),
    ):
        AgreementDiscount.objects.create(
            customer=customer, agreement=agreement, percent=5, valid=valid, **facts
        )
    assert (_for(customer, trunk), _for(customer, phone)) == (first, second)
