"""Deputies: named for a period, ended, and refused where they make no sense."""

from datetime import UTC, date, datetime

import pytest

from accounts.deputies import DeputyRefused, deputies_of, deputised_by, end_deputy, name_deputy
from accounts.models import Deputyship
from accounts.standing import standing_of
from tests.accounts import make

pytestmark = pytest.mark.usefixtures("system")
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)


def named(owner, deputy, first=FIRST, last=LAST):
    return name_deputy(owner_id=owner.pk, deputy=deputy, first=first, last=last, by=owner.pk, at=AT)


def test_a_deputy_stands_in_on_both_ends_of_the_period():
    owner, deputy = make.staff(), make.staff()
    made = named(owner, deputy)
    for day, stands in ((FIRST, True), (LAST, True), (date(2026, 3, 7), False)):
        assert (owner.pk in standing_of(deputy, on=day).portfolio) is stands
    assert list(deputies_of([owner.pk], on=LAST)) == [made]
    assert list(deputised_by(deputy.pk, on=LAST)) == [made]
    assert not deputies_of([owner.pk], on=date(2026, 3, 7))


def test_ending_takes_effect_at_once():
    owner, deputy = make.staff(), make.staff()
    began = named(owner, deputy, last=date(2026, 4, 1))
    later = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    end_deputy(deputyship=began, by=owner.pk, at=later)
    assert owner.pk in standing_of(deputy, on=date(2026, 3, 9)).portfolio
    assert owner.pk not in standing_of(deputy, on=date(2026, 3, 10)).portfolio
    coming = named(owner, deputy, first=date(2026, 5, 1), last=date(2026, 5, 2))
    end_deputy(deputyship=coming, by=owner.pk, at=later)
    assert not Deputyship.objects.filter(pk=coming.pk).exists()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 3, 1), LAST, "first"),
        (LAST, FIRST, "last"),
        (FIRST, date(2027, 6, 1), "last"),
    ],
)
def test_periods_that_make_no_sense_are_refused(first, last, field):
    owner, deputy = make.staff(), make.staff()
    with pytest.raises(DeputyRefused) as refused:
        named(owner, deputy, first=first, last=last)
    assert refused.value.field == field


def test_a_deputy_is_somebody_else_who_is_there_and_only_once():
    owner, deputy = make.staff(), make.staff()
    with pytest.raises(DeputyRefused):
        named(owner, owner)
    with pytest.raises(DeputyRefused):
        named(owner, None)
    named(owner, deputy)
    with pytest.raises(DeputyRefused):
        named(owner, deputy)
