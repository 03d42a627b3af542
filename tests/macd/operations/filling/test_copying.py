"""The same for other offices, and the agreement under which something new comes."""

import pytest

from macd import operations, queries
from macd.kinds import rules_for
from macd.refusals import NotPermitted, StepDenied, Unsound
from offices.models import Office, OfficeStatus
from services.models import Agreement, Service
from tests.accounts import make as people
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def copy(world, document, *offices, person=None):
    return operations.copy_lines(
        document=document, offices=offices, by=world.by(person or world.requester), at=make.AT
    )


def problems(document):
    document = queries.whole(document.pk)
    return {p.path for p in rules_for(document.kind).problems(document, on=make.TODAY)}


def test_what_is_asked_for_one_office_is_copied_with_its_settings():
    world = make.world()
    third = make.office(world.customer, "3RD")
    document = make.add(world, world.plus, world.extra)
    document = make.fill(world, document, **{"line.1.desired.speed": "300"})
    document = copy(world, document, world.elsewhere, third)
    lines = list(document.lines.all())
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6]
    assert [line.place_to.code for line in lines] == ["GNT", "GNT", "BRG", "BRG", "3RD", "3RD"]
    assert [line.desired["speed"] for line in lines] == [300, 10] * 3
    # What differs is changed there, and only there.
    document = make.fill(world, document, **{"line.3.desired.speed": "100"})
    speeds = [line.desired["speed"] for line in queries.whole(document.pk).lines.all()]
    assert speeds == [300, 10, 100, 10, 300, 10]
    assert problems(document) == set()
    assert document.monthly_difference == 3 * (50 + 90)


def test_copied_twice_it_is_asked_once():
    world = make.world()
    document = copy(world, make.add(world), world.elsewhere)
    assert copy(world, document, world.elsewhere).lines.count() == 2


def test_services_start_at_each_office():
    world = make.world()
    document = make.delivered(world, copy(world, make.add(world), world.elsewhere))
    started = Service.objects.filter(
        service_id__in=[line.new_service_id for line in document.lines.all()]
    )
    assert {one.periods.get().office for one in started} == {world.office, world.elsewhere}


def test_only_open_offices_of_the_own_company():
    world = make.world()
    document = make.add(world)
    foreign = make.office(people.customer(), "FOR")
    Office.objects.filter(pk=world.elsewhere.pk).update(status=OfficeStatus.CLOSED)
    world.elsewhere.refresh_from_db()
    for offices in ((), (foreign,), (world.elsewhere,)):
        with pytest.raises(Unsound):
            copy(world, document, *offices)
    with pytest.raises(Unsound):
        copy(world, make.change(world), make.office(world.customer, "3RD"))
    with pytest.raises(NotPermitted):
        copy(world, document, foreign, person=world.signatory)
    sent = make.step(world, document, "submit", world.requester)
    with pytest.raises((StepDenied, NotPermitted)):
        copy(world, sent, make.office(world.customer, "4TH"))


def test_rule_40_it_comes_under_the_agreement_that_is_chosen():
    """Of two agreements the customer chooses one; a foreign or ended one is refused."""
    world = make.world()
    other = stock.agreement(world.customer)
    foreign = stock.agreement(people.customer())
    document = make.add(world)
    ends = {a.pk: a.initial_end_on for a in Agreement.objects.all()}
    document = make.fill(world, document, **{"line.1.agreement": other.number})
    assert document.lines.get().agreement == other
    for wrong in (foreign.number, "A-none", "\x00"):
        with pytest.raises(Unsound):
            make.fill(world, document, **{"line.1.agreement": wrong})
    document = make.delivered(world, document)
    started = Service.objects.get(service_id=document.lines.get().new_service_id)
    assert started.agreement == other
    assert {a.pk: a.initial_end_on for a in Agreement.objects.all()} == ends
