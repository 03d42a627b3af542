"""The catalogue: versions in time, what is sold, what a service may become."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from services.catalogue import (
    CatalogueRefused,
    change_allowed,
    dependencies_of,
    dependents_of,
    name_of,
    options_for_change,
    publish_draft,
    published_on,
    sellable,
    version_on,
)
from services.models import Dependency, Offering, OfferingVersion, UpgradePath
from tests.accounts import make as accounts
from tests.services import make


def test_a_new_version_ends_the_one_before_on_its_first_day(system):
    first = make.version()
    second = make.version(first.offering, valid_from=date(2026, 1, 1), recurring_price="60")
    assert (first.number, second.number) == (1, 2)
    assert version_on(first.offering, date(2025, 12, 31)) == first
    assert version_on(first.offering, date(2026, 1, 1)) == second
    assert version_on(first.offering, date(2019, 12, 31)) is None
    assert set(published_on(make.TODAY).filter(offering=first.offering)) == {second}


def test_a_version_cannot_begin_before_the_one_that_counts(system):
    first = make.version()
    with pytest.raises(CatalogueRefused, match="begins on that day or later"), transaction.atomic():
        make.version(first.offering, valid_from=date(2020, 1, 1))
    with pytest.raises(CatalogueRefused), transaction.atomic():
        make.version(first.offering, valid_from=date(2019, 1, 1))


def test_a_version_does_not_shorten_one_that_has_its_last_day(system):
    offering = make.version().offering
    closed = OfferingVersion.objects.create(
        offering=offering,
        number=2,
        names=make.names("Closed"),
        valid=(date(2026, 6, 1), date(2027, 1, 1)),
    )
    publish_draft(version=closed, at=datetime(2026, 5, 1, tzinfo=UTC))
    told = "up to and including 31 December 2026"
    with pytest.raises(CatalogueRefused, match=told), transaction.atomic():
        make.version(offering, valid_from=date(2026, 9, 1))
    later = make.version(offering, valid_from=date(2027, 1, 1))
    assert version_on(offering, date(2027, 1, 1)) == later
    assert version_on(offering, date(2026, 12, 31)) == closed


def test_badly_defined_characteristics_are_not_published(system):
    with pytest.raises(CatalogueRefused, match="type is one of"):
        make.version(characteristics=[make.characteristic("speed", "colour")])


def test_published_versions_stay_as_they_are(system):
    version = make.version()
    rows = OfferingVersion.objects.filter(pk=version.pk)
    for change in (
        {"recurring_price": 1},
        {"characteristics": []},
        {"published_at": None},
        {"valid": (date(2021, 1, 1), None)},
    ):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        rows.delete()
    rows.update(end_of_sale_on=date(2027, 1, 1))
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        rows.update(end_of_sale_on=date(2028, 1, 1))


def test_a_draft_may_change_until_it_is_published(system):
    offering = make.version().offering
    draft = OfferingVersion.objects.create(
        offering=offering, number=2, names=make.names("Next"), valid=(date(2026, 1, 1), None)
    )
    assert version_on(offering, make.TODAY) != draft
    draft.recurring_price = 70
    draft.save()
    draft.refresh_from_db()
    publish_draft(version=draft, at=make.AT)
    assert version_on(offering, make.TODAY) == draft
    with pytest.raises(CatalogueRefused, match="published already"):
        publish_draft(version=draft, at=make.AT)


def test_published_versions_cannot_overlap(system):
    version = make.version()
    with (
        pytest.raises(IntegrityError, match="one_published_version_at_a_time"),
        transaction.atomic(),
    ):
        OfferingVersion.objects.create(
            offering=version.offering,
            number=2,
            names=version.names,
            valid=(date(2021, 1, 1), None),
            published_at=make.AT,
        )


@pytest.mark.parametrize("names", [{"en": "Internet"}, {**make.names("Internet"), "de": ""}])
def test_names_in_four_languages(system, names):
    with pytest.raises(IntegrityError, match="named_in_four"), transaction.atomic():
        make.version(names=names)


def test_name_in_a_language(system):
    version = make.version(names={"nl": "Vezel", "fr": "Fibre", "en": "Fibre", "de": "Glasfaser"})
    assert name_of(version, "nl-be") == "Vezel"
    assert name_of(version, "de") == "Glasfaser"
    assert name_of(version) == "Fibre"


def test_what_is_sold(system):
    """Rule 37: sellable that day; the end of sale is the first day without."""
    successor = make.version()
    version = make.version(
        end_of_sale_on=date(2026, 3, 3),
        end_of_life_on=date(2026, 6, 1),
        successor=successor.offering,
    )
    assert version in sellable(date(2026, 3, 2))
    assert version not in sellable(date(2026, 3, 3))
    assert version.sold_on(date(2026, 3, 2))
    assert not version.sold_on(date(2026, 3, 3))
    assert not version.dead_on(date(2026, 5, 31))
    assert version.dead_on(date(2026, 6, 1))


def test_end_of_life_needs_a_successor(system):
    with pytest.raises(IntegrityError, match="names_a_successor"), transaction.atomic():
        make.version(end_of_life_on=date(2026, 6, 1))


def test_options_for_a_change(system):
    """Rule 44: itself first, then what its path leads to, by price."""
    plus, dear, cheap, apart = (
        make.version(recurring_price=price) for price in ("50", "90", "70", "60")
    )
    unsold = make.version(end_of_sale_on=date(2025, 1, 1))
    for target in (dear, cheap, unsold):
        UpgradePath.objects.create(source=plus.offering, target=target.offering)
    period = make.installed(accounts.customer(), offering_version=plus).periods.get()
    assert options_for_change(period, make.TODAY) == [plus, cheap, dear]
    assert change_allowed(plus, cheap)
    assert change_allowed(plus, plus)
    assert not change_allowed(cheap, plus)
    assert not change_allowed(plus, apart)


def test_end_of_life_leaves_only_the_successor(system):
    successor = make.version()
    old = make.version(end_of_life_on=date(2026, 6, 1), successor=successor.offering)
    period = make.installed(accounts.customer(), offering_version=old).periods.get()
    assert options_for_change(period, date(2026, 5, 31)) == [old]
    assert options_for_change(period, date(2026, 6, 1)) == [successor]
    assert change_allowed(old, successor)


def test_dependencies_both_ways(system):
    access, wifi = make.version().offering, make.version(family="wifi").offering
    row = Dependency.objects.create(offering=wifi, needs=access, scope="office")
    assert dependencies_of([wifi.pk]) == [row]
    assert dependents_of([access.pk]) == [row]
    assert dependencies_of([access.pk]) == []


def test_an_offering_neither_needs_nor_becomes_nor_licenses_itself(system):
    offering = make.version().offering
    with pytest.raises(IntegrityError), transaction.atomic():
        Dependency.objects.create(offering=offering, needs=offering, scope="office")
    with pytest.raises(IntegrityError), transaction.atomic():
        UpgradePath.objects.create(source=offering, target=offering)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offering.objects.filter(pk=offering.pk).update(licensed_by=offering)
