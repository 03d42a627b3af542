"""Telephone numbers: E.164, zones, what may go along (rules 22, 30)."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from services.models import NumberStatus, ServiceNumber
from services.numbers import (
    NumberRefused,
    advance_number,
    assign_number,
    e164,
    may_keep,
    numbers_of,
    overlapping,
    read_span,
    relocate_number,
    shown,
    shown_span,
    split_range,
    transfer_number,
)
from tests.accounts import make as accounts
from tests.offices import make as offices
from tests.services import make


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("09 223 45 67", "+3292234567"),
        ("+32 (0)9 223 45 67", "+3292234567"),
        ("0032 56 22 33 44", "+3256223344"),
        ("0475 12 34 56", "+32475123456"),
        ("+33 1 42 68 53 00", "+33142685300"),
    ],
)
def test_rule_22_typed_numbers_become_e164(typed, stored):
    """09 223 45 67 is kept as +3292234567, whatever way it is typed."""
    assert e164(typed) == stored


@pytest.mark.parametrize("typed", ["", "reception", "09 22", "+32", "1" * 10_000, "09\x00223"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(NumberRefused, match="Give a telephone number"):
        e164(typed)


def test_shown_with_spaces():
    assert shown("+3292234567") == "+32 9 223 45 67"


def number(service, e164="+3292234567", **fields):
    return ServiceNumber.objects.create(
        customer_id=service.customer_id, service=service, e164=e164, **fields
    )


def test_fixed_numbers_stay_within_their_zone(system):
    customer = accounts.customer()
    service = make.installed(customer)
    ghent = offices.office(customer)
    bruges = offices.office(customer, postcode="8000", telephone_zone="050")
    unknown = offices.office(customer, telephone_zone="")
    fixed = number(service, zone="09")
    assert may_keep(fixed, to_office=ghent)
    assert not may_keep(fixed, to_office=bruges)
    assert not may_keep(fixed, to_office=unknown)
    assert not may_keep(ServiceNumber(e164="+32475123456"), to_office=unknown)
    assert may_keep(ServiceNumber(e164="+3250334455"), to_office=bruges)
    assert may_keep(ServiceNumber(e164="+3292234567", use="nomadic"), to_office=bruges)


def test_a_number_has_one_user_until_it_is_gone(system):
    one, other = make.installed(accounts.customer()), make.installed(accounts.customer())
    first = number(one)
    with pytest.raises(IntegrityError, match="one_user_per_number"), transaction.atomic():
        number(other)
    ServiceNumber.objects.filter(pk=first.pk).update(status="ported_out")
    assert list(numbers_of(one)) == []
    assert list(numbers_of(other)) == []
    assert list(numbers_of(number(other).service)) == [ServiceNumber.objects.get(service=other)]


@pytest.mark.parametrize("wrong", ["09 223 45 67", "+0123456789", "+32", "+3292234567890123"])
def test_rule_22_the_database_keeps_e164(system, wrong):
    """What is no number in E.164 is no row."""
    service = make.installed(accounts.customer())
    with pytest.raises(DatabaseError, match=r"number_is_e164|too long"), transaction.atomic():
        number(service, wrong)


def test_a_number_given_to_a_service_knows_zone_and_emergency_address(system):
    customer = accounts.customer()
    office = offices.office(customer)
    service = make.installed(customer, office=office)
    given = assign_number(service=service, number="+3292234567", office=office, range_size=10)
    assert (given.zone, given.status) == ("09", NumberStatus.ACTIVE)
    assert given.emergency_address == office.address
    ported = assign_number(service=service, number="+3292234599", ported=True)
    assert ported.status == NumberStatus.PORTING_IN


@pytest.mark.parametrize(
    ("start", "to", "goes"),
    [
        ("porting_in", "active", True),
        ("active", "porting_out", True),
        ("active", "released", True),
        ("porting_out", "ported_out", True),
        ("porting_out", "active", True),
        ("active", "ported_out", False),
        ("released", "active", False),
        ("ported_out", "released", False),
    ],
)
def test_the_life_of_a_number(system, start, to, goes):
    one = number(make.installed(accounts.customer()), status=start)
    if goes:
        advance_number(number=one, to=NumberStatus(to))
    else:
        with pytest.raises(NumberRefused, match="cannot become"):
            advance_number(number=one, to=NumberStatus(to))
    one.refresh_from_db()
    assert one.status == (to if goes else start)


def test_transferred_within_the_company_only(system):
    customer = accounts.customer()
    one = number(make.installed(customer))
    other = make.installed(customer)
    assert transfer_number(number=one, to=other).service == other
    with pytest.raises(NumberRefused, match="same company"):
        transfer_number(number=one, to=make.installed(accounts.customer()))


def test_relocated_within_its_zone_with_the_new_emergency_address(system):
    customer = accounts.customer()
    one = number(make.installed(customer), zone="09")
    near = offices.office(customer, street="Kouter")
    far = offices.office(customer, postcode="8000", telephone_zone="050")
    assert "Kouter" in relocate_number(number=one, to_office=near).emergency_address
    with pytest.raises(NumberRefused, match="stays in zone 09"):
        relocate_number(number=one, to_office=far)
    one.refresh_from_db()
    assert one.office == near


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("09 223 45 00", ("+3292234500", 1)),
        ("09 223 45 00 - 99", ("+3292234500", 100)),
        ("+32 9 223 45 00 – 09 223 45 09", ("+3292234500", 10)),
        ("09 223 45 00 – +32 9 223 45 09", ("+3292234500", 10)),
        ("0470 12 34 56", ("+32470123456", 1)),
    ],
)
def test_rule_41_a_number_or_a_range_is_read_as_people_write_it(typed, span):
    """First and last number, or the digits that differ."""
    assert read_span(typed) == span
    assert read_span(shown_span(*span)) == span


@pytest.mark.parametrize("typed", ["", "9", "09 223 45 09 - 00", "09 223 45 00 - 09 224 45 00"])
def test_rule_41_what_is_no_range_is_refused(typed):
    """The last number comes after the first, at most a thousand further."""
    with pytest.raises(NumberRefused):
        read_span(typed)


@pytest.fixture
def service(system):
    return make.installed(accounts.customer())


def test_rule_41_a_range_meets_what_is_in_use(service):
    """From 00 to 49 is in use: 49 is taken, 50 is free, and so is all once it is given up."""
    row = assign_number(service=service, number="+3292234500", range_size=50)
    assert list(overlapping({"+3292234549": 1})) == [row]
    assert list(overlapping({"+3292234490": 11, "+3292234550": 10})) == [row]
    assert not overlapping({"+3292234550": 10}).exists()
    advance_number(number=row, to=NumberStatus.RELEASED)
    assert not overlapping({"+3292234549": 1}).exists()


def test_rule_50_a_range_is_parted_and_neither_part_is_empty(service):
    """The first 30 of 100 stay the range, the other 70 are a range of their own."""
    row = assign_number(service=service, number="+3292234500", range_size=100)
    rest = split_range(number=row, first=30)
    row.refresh_from_db()
    assert (row.range_size, rest.e164, rest.range_size) == (30, "+3292234530", 70)
    for first in (0, 30, 31):
        with pytest.raises(NumberRefused):
            split_range(number=row, first=first)
