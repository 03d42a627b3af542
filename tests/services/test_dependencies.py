"""What needs what, at the same office or at the same customer (rules 34, 38, 51)."""

import pytest

from services.dependencies import needs_of, relying_on, unmet_needs
from services.models import Dependency
from tests.accounts import make as accounts
from tests.offices import make as offices
from tests.services import make


@pytest.fixture
def catalogue(system):
    """Wi-Fi needs any access at the office; users need a platform at the customer."""
    fibre, vdsl = make.version(), make.version()
    wifi = make.version(family="wifi")
    platform, user = (make.version(family="uc", site_bound=False) for _ in range(2))
    for access in (fibre, vdsl):
        Dependency.objects.create(offering=wifi.offering, needs=access.offering, scope="office")
    Dependency.objects.create(offering=user.offering, needs=platform.offering, scope="customer")
    return {"fibre": fibre, "vdsl": vdsl, "wifi": wifi, "platform": platform, "user": user}


def test_needed_offerings_of_one_family_are_alternatives(catalogue):
    wifi, vdsl = catalogue["wifi"].offering, catalogue["vdsl"].offering
    [need] = needs_of([wifi.pk])[wifi.pk]
    assert {offering.pk for offering in need.any_of} == {
        catalogue["fibre"].offering_id,
        vdsl.pk,
    }
    assert unmet_needs(offering_id=wifi.pk, at_office={vdsl.pk}, at_customer=set()) == []
    [missing] = unmet_needs(offering_id=wifi.pk, at_office=set(), at_customer={vdsl.pk})
    assert missing.offering == wifi
    assert unmet_needs(offering_id=vdsl.pk, at_office=set(), at_customer=set()) == []


def test_who_relies_on_what_leaves(catalogue):
    customer = accounts.customer()
    ghent, bruges = offices.office(customer), offices.office(customer)
    fibre = make.installed(customer, office=ghent, offering_version=catalogue["fibre"])
    wifi = make.installed(customer, office=ghent, offering_version=catalogue["wifi"])
    make.installed(customer, office=bruges, offering_version=catalogue["vdsl"])
    make.installed(customer, office=bruges, offering_version=catalogue["wifi"])

    [reliance] = relying_on(customer_id=customer.pk, leaving={fibre.pk}, on=make.TODAY)
    assert reliance.period.service == wifi
    assert reliance.at_same_office
    assert relying_on(customer_id=customer.pk, leaving={fibre.pk, wifi.pk}, on=make.TODAY) == []
    make.installed(customer, office=ghent, offering_version=catalogue["vdsl"])
    assert relying_on(customer_id=customer.pk, leaving={fibre.pk}, on=make.TODAY) == []


def test_at_the_customer_another_office_or_the_same_document_will_do(catalogue):
    customer = accounts.customer()
    platform = make.installed(customer, offering_version=catalogue["platform"])
    user = make.installed(customer, offering_version=catalogue["user"])
    question = {"customer_id": customer.pk, "leaving": {platform.pk}, "on": make.TODAY}
    [reliance] = relying_on(**question)
    assert reliance.period.service == user
    assert not reliance.at_same_office
    assert relying_on(**question, arriving={catalogue["platform"].offering_id}) == []


def test_what_misses_something_already_is_not_told(catalogue):
    customer = accounts.customer()
    office = offices.office(customer)
    make.installed(customer, office=office, offering_version=catalogue["wifi"])
    other = make.installed(customer, office=office, offering_version=catalogue["platform"])
    assert relying_on(customer_id=customer.pk, leaving={other.pk}, on=make.TODAY) == []
