"""Offerings by the name of their newest version."""

from django.utils import translation

from services.models import Offering
from services.naming import OfferingChoice, name_of, with_names
from tests.services import make


def test_an_offering_is_chosen_by_its_name(system):
    offering = make.version(names=make.names("Fast line")).offering
    field = OfferingChoice()
    assert (offering.pk, f"Fast line ({offering.code})") in [
        (value.value if value else "", label) for value, label in field.choices
    ]


def test_one_without_a_version_has_its_code(system):
    bare = Offering.objects.create(code="bare", family="access")
    with translation.override("nl"):
        assert name_of(with_names(Offering.objects.filter(pk=bare.pk)).get()) == "bare"
