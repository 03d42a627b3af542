"""What the database refuses about the catalogue, and what a version says of itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from services.models import Dependency, Offering, UpgradePath
from tests.services import make


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"recurring_price": "-1"}, "prices_are_not_negative"),
        ({"one_time_price": "-0.01"}, "prices_are_not_negative"),
        ({"minimum_quantity": 5, "maximum_quantity": 4}, "quantity_limits_in_order"),
    ],
)
def test_the_database_refuses(system, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make.version(**fields)


def test_sale_ends_before_life(system):
    successor = make.version().offering
    with pytest.raises(IntegrityError, match="sale_before_end_of_life"), transaction.atomic():
        make.version(
            end_of_sale_on=date(2027, 1, 2), end_of_life_on=date(2027, 1, 1), successor=successor
        )


def test_codes_and_families_are_known_and_pairs_stand_once(system):
    one, other = make.version().offering, make.version().offering
    with pytest.raises(IntegrityError, match="family_is_known"), transaction.atomic():
        Offering.objects.create(code="x", family="fax")
    with pytest.raises(IntegrityError), transaction.atomic():
        Offering.objects.create(code=one.code, family="access")
    with pytest.raises(IntegrityError, match="scope_is_known"), transaction.atomic():
        Dependency.objects.create(offering=one, needs=other, scope="country")
    UpgradePath.objects.create(source=one, target=other)
    with pytest.raises(IntegrityError, match="one_upgrade_path"), transaction.atomic():
        UpgradePath.objects.create(source=one, target=other)


def test_a_version_names_itself_and_its_settings(system):
    version = make.version(names=make.names("SmartFit"))
    assert (version.name, str(version)) == ("SmartFit", "SmartFit (1)")
    described = version.characteristic("speed")
    assert described is not None
    assert described["unit"] == "Mbps"
    assert version.characteristic("colour") is None
