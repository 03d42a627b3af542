"""Change: something differs, along the path, only what changes is checked."""

import pytest
from django.db import IntegrityError, transaction

from macd import operations, queries
from macd.kinds import rules_for
from macd.refusals import Unsound
from macd.vocabulary import Kind, Step
from services.models import Dependency
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def _problems(document, on=make.TODAY):
    document = queries.whole(document.pk)
    return {p.path: str(p.message) for p in rules_for(document.kind).problems(document, on=on)}


def test_rule_43_nothing_changes():
    world = make.world()
    assert "line.1" in _problems(make.draft_change(world))
    assert "line.1" not in _problems(make.draft_change(world, **{"line.1.desired.speed": "200"}))


def test_rule_44_only_along_the_upgrade_path_and_at_its_office():
    world = make.world()
    stranger = stock.version(names=stock.names("Something else"))
    document = make.draft_change(world, **{"line.1.offering": stranger.offering.code})
    assert "Something else" in _problems(document)["line.1.offering"]
    document = make.fill(world, document, **{"line.1.offering": world.extra.offering.code})
    assert _problems(document) == {}
    with pytest.raises(Unsound):
        make.fill(world, document, **{"line.1.place_to": world.elsewhere.code})


def test_rule_47_what_is_installed_is_not_validated_again():
    world = make.world()
    odd = stock.installed(
        world.customer,
        office=world.office,
        offering_version=world.plus,
        agreement=world.agreement,
        configuration={"speed": 5, "old_code": "x"},
    )
    document = make.draft(world, Kind.CHANGE, periods=[world.period(odd)])
    document = make.fill(
        world, document, **{"request.requested_on": make.WANTED, "line.1.desired.sla": "gold"}
    )
    assert _problems(document) == {}
    with pytest.raises(Unsound):
        make.fill(world, document, **{"line.1.desired.speed": "6"})


def test_rule_46_a_decrease_below_use_names_who_uses_them():
    world = make.world()
    licence = stock.version(family="uc", site_bound=False, minimum_quantity=1)
    user = stock.version(family="uc", site_bound=False, licensed_by=licence.offering)
    pool = stock.installed(world.customer, offering_version=licence, quantity=3)
    names = []
    for name in ("An", "Bo"):
        holder = stock.installed(
            world.customer, offering_version=user, configuration={"user_name": name, "speed": 10}
        )
        names.append(holder)
    document = make.draft(world, Kind.CHANGE, office=None, periods=[world.period(pool)])
    document = make.fill(
        world, document, **{"request.requested_on": make.WANTED, "line.1.quantity": "2"}
    )
    assert _problems(document) == {}
    document = make.fill(world, document, **{"line.1.quantity": "1"})
    message = _problems(document)["line.1.quantity"]
    assert "An" in message
    assert "Bo" in message


def test_rule_04_the_service_stands_at_the_stated_office():
    world = make.world()
    document = make.change(world)
    stock.record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"set": {"office_id": world.elsewhere.pk}},
        source=stock.Source("correction"),
        person_id=None,
        at=make.AT,
        reason="Counted on site.",
    )
    assert "another office" in _problems(document)["line.1"]


def test_rule_04_a_suspended_service_may_be_changed_and_a_gone_one_not():
    world = make.world()
    document = make.change(world)
    facts = {
        "service": world.service,
        "effective_on": make.TODAY,
        "source": stock.Source("provider_event", cause="unpaid"),
        "person_id": None,
        "at": make.AT,
    }
    stock.record_change(change={"suspend": True}, **facts)
    assert "line.1" not in _problems(document)
    stock.record_change(change={"cease": True}, **facts)
    assert "not installed" in _problems(document)["line.1"]


def test_rule_05_the_other_document_is_named():
    world = make.world()
    first = make.submitted(world)
    second = make.draft_change(world, **{"line.1.desired.speed": "300"})
    assert first.number in _problems(second)["line.1"]
    beside = make.draft_change(world, **{"line.1.desired.sla": "gold"})
    assert _problems(beside) == {}


def test_rule_06_at_least_one_line_and_numbers_that_stay():
    world = make.world()
    periods = [world.period(world.service), world.period(world.other)]
    document = make.draft(world, Kind.CHANGE, periods=periods)
    document = operations.remove_line(
        document=document, number=1, by=world.by(world.requester), at=make.AT
    )
    assert [line.number for line in document.lines.all()] == [2]
    document = operations.remove_line(
        document=document, number=2, by=world.by(world.requester), at=make.AT
    )
    assert "lines" in _problems(document)


def test_a_visit_asks_for_a_contact_and_a_working_day():
    world = make.world()
    visited = stock.version(site_visit=True)
    service = stock.installed(
        world.customer, office=world.office, offering_version=visited, agreement=world.agreement
    )
    document = make.draft(world, Kind.CHANGE, periods=[world.period(service)])
    values = {"line.1.desired.speed": "200", "request.requested_on": "2026-05-01"}
    document = make.fill(world, document, **values)
    assert "working day is 4 May 2026" in _problems(document)["request.requested_on"]
    missing = {p.path for p in rules_for(document.kind).missing(document)}
    assert {"sites.contact_name", "sites.contact_mobile"} <= missing
    document = make.fill(world, document, **{"request.requested_on": make.WANTED})
    assert _problems(document) == {}
    with pytest.raises(Unsound) as refused:
        make.step(world, document, Step.SUBMIT, world.requester)
    assert {p.path for p in refused.value.problems} == {
        "sites.contact_name",
        "sites.contact_mobile",
    }


def _trunk(world, channels, **facts):
    """A trunk that needs half a Mbps of the access at its office for each channel."""
    version = stock.version(
        family="sip",
        names=stock.names("SIP trunk"),
        characteristics=[stock.characteristic("channels", "integer", maximum=500)],
    )
    for access in (world.plus, world.extra):
        Dependency.objects.create(
            offering=version.offering,
            needs=access.offering,
            scope="office",
            characteristic="speed",
            minimum="0.5",
            per="channels",
        )
    return stock.installed(
        world.customer,
        office=world.office,
        offering_version=version,
        agreement=world.agreement,
        configuration={"channels": channels},
        **facts,
    )


def test_rule_47_a_shared_service_keeps_what_others_need_of_it():
    """120 channels need 60 Mbps: the access of 100 may be lowered to 60, and not to 59."""
    world = make.world()
    trunk = _trunk(world, 120)
    document = make.draft_change(world, **{"line.1.desired.speed": "59"})
    told = _problems(document)["line.1.desired.speed"]
    assert trunk.service_id in told
    assert "60 Mbps" in told
    assert ") needs at least" in told, "one needs it"
    assert _problems(make.fill(world, document, **{"line.1.desired.speed": "60"})) == {}


def test_rule_47_those_that_share_it_need_it_together():
    """Two trunks of 60 channels need 30 Mbps each; lowered in the same request they need less."""
    world = make.world()
    first, _second = _trunk(world, 60), _trunk(world, 60)
    periods = [world.period(), world.period(first)]
    document = make.draft(world, Kind.CHANGE, periods=periods)
    wanted = {"request.requested_on": make.WANTED, "line.1.desired.speed": "40"}
    document = make.fill(world, document, **wanted, **{"line.2.desired.channels": "50"})
    assert "55 Mbps" in _problems(document)["line.1.desired.speed"]
    document = make.fill(world, document, **{"line.2.desired.channels": "20"})
    assert _problems(document) == {}


def test_rule_47_what_was_too_little_already_is_not_validated():
    """250 channels at 100 Mbps: what is installed stays, and may become more."""
    world = make.world()
    _trunk(world, 250)
    assert _problems(make.draft_change(world, **{"line.1.desired.speed": "110"})) == {}
    assert len(_problems(make.draft_change(world, **{"line.1.desired.speed": "90"}))) == 1


def test_rule_47_the_catalogue_says_of_what_there_is_a_minimum():
    """A minimum without what it is of is none, in the database too."""
    world = make.world()
    needs = {"offering": stock.version().offering, "needs": world.plus.offering}
    for wrong in ({"minimum": 5}, {"characteristic": "speed"}, {"per": "channels"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dependency.objects.create(scope="office", **needs, **wrong)


def test_what_was_emptied_is_asked_for_and_not_weighed():
    world = make.world()
    _trunk(world, 120)
    document = make.draft_change(world, **{"line.1.desired.speed": ""})
    assert _problems(document)["line.1.desired.speed"] == "Fill this in."
