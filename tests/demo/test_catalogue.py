"""The demonstration's catalogue: well defined, loaded once, in four languages."""

from datetime import date

from demo.catalogue import load_catalogue
from demo.offerings import OFFERINGS
from services.catalogue import options_for_change, sellable, version_on
from services.configuration import characteristics_of
from services.models import Family, Offering, OfferingVersion
from services.texts import missing_languages
from tests.accounts import make as accounts
from tests.services import make


def test_every_family_is_sold_and_a_second_load_changes_nothing(system):
    assert load_catalogue(at=make.AT) == len(OFFERINGS)
    assert load_catalogue(at=make.AT) == 0
    assert {version.offering.family for version in sellable(make.TODAY)} == set(Family.values)
    assert 40 <= Offering.objects.count() <= 80


def test_all_texts_are_there_in_four_languages(system):
    load_catalogue(at=make.AT)
    for version in OfferingVersion.objects.all():
        assert missing_languages(version.names) == []
        for characteristic in characteristics_of(version).values():
            assert missing_languages(characteristic.names) == []
            assert all(not missing_languages(names) for _value, names in characteristic.choices)


def test_plus_becomes_extra(system):
    load_catalogue(at=make.AT)
    plus = version_on(Offering.objects.get(code="smartfit-internet-plus"), make.TODAY)
    assert plus is not None
    service = make.installed(accounts.customer(), offering_version=plus)
    options = options_for_change(service.periods.get(), make.TODAY)
    assert [option.name for option in options] == [
        "SmartFit Internet Plus",
        "SmartFit Internet Extra",
        "SmartFit Internet Max",
    ]
    earlier = version_on(plus.offering, date(2021, 1, 1))
    assert earlier is not None
    assert earlier.recurring_price < plus.recurring_price


def test_what_is_no_longer_sold_names_what_follows(system):
    load_catalogue(at=make.AT)
    codes = {version.offering.code for version in sellable(make.TODAY)}
    assert not codes & {"vdsl-office", "isdn-line"}
    isdn = version_on(Offering.objects.get(code="isdn-line"), make.TODAY)
    assert isdn is not None
    service = make.installed(accounts.customer(), offering_version=isdn)
    dead = options_for_change(service.periods.get(), date(2030, 1, 1))
    assert [option.offering.code for option in dead] == ["sip-trunk"]
