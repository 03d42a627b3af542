"""Provinces by postcode, one at each border."""

import pytest

from offices.models import OfficeContact
from offices.regions import ABROAD, NAMES, PROVINCES, in_region, region_of
from tests.accounts import make as people
from tests.macd import make


@pytest.mark.parametrize(
    ("postcode", "region"),
    [
        ("1000", "brussels"),
        ("1299", "brussels"),
        ("1300", "walloon_brabant"),
        ("1499", "walloon_brabant"),
        ("1500", "flemish_brabant"),
        ("2000", "antwerp"),
        ("3000", "flemish_brabant"),
        ("3499", "flemish_brabant"),
        ("3500", "limburg"),
        ("3798", "limburg"),
        ("4000", "liege"),
        ("5000", "namur"),
        ("6599", "hainaut"),
        ("6600", "luxembourg"),
        ("7780", "hainaut"),
        ("8400", "west_flanders"),
        ("9992", "east_flanders"),
        ("0999", ABROAD),
    ],
)
def test_a_postcode_lies_in_its_province(postcode, region):
    assert region_of(postcode=postcode) == region


def test_each_postcode_lies_in_one_province():
    for number in range(1000, 10_000):
        homes = [
            code
            for code, (_name, ranges) in PROVINCES.items()
            if any(first <= str(number) <= last for first, last in ranges)
        ]
        assert len(homes) == 1, number


def test_other_countries_are_abroad():
    assert region_of(postcode="1000", country="LU") == ABROAD


@pytest.mark.usefixtures("system")
def test_the_filter_agrees_with_the_code():
    customer = people.customer()
    places = [("1299", "BE"), ("1300", "BE"), ("9000", "BE"), ("6600", "BE"), ("1000", "LU")]
    for index, (postcode, country) in enumerate(places):
        office = make.office(customer, f"O{index}", postcode=postcode, country=country)
        OfficeContact.objects.create(
            customer=customer, office=office, role="on_site", name="Ana", mobile="+32470123456"
        )
    contacts = list(OfficeContact.objects.select_related("office"))
    assert len(contacts) == len(places)
    for region in NAMES:
        listed = set(OfficeContact.objects.filter(in_region(region, office="office")))
        assert listed == {
            contact
            for contact in contacts
            if region_of(postcode=contact.office.postcode, country=contact.office.country) == region
        }, region
