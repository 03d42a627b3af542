"""What can be filled in of one item, and what it may become."""

import pytest

from macd import operations
from macd.views.draft.lineforms import installed, line_form, offering_cards, offering_options
from macd.vocabulary import Kind
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def line_of(document):
    [line] = document.lines.all()
    return line


def test_a_change_offers_what_is_installed_and_its_path():
    world = make.world()
    document = make.change(world)
    line = line_of(document)
    options = offering_options(document, line, on=make.TODAY)
    assert options == [world.plus, world.extra]
    same, more = offering_cards(line, options, chosen=world.extra.offering.code)
    assert (same["difference"], same["checked"]) == ("", False)
    assert (more["difference"], more["checked"]) == ("+€\u00a040.00", True)


def test_what_is_installed_stays_offered_when_the_catalogue_moved_on():
    world = make.world()
    newer = stock.version(world.plus.offering, valid_from=make.TODAY, recurring_price="55.0000")
    document = make.change(world)
    options = offering_options(document, line_of(document), on=make.TODAY)
    assert options[0] == world.plus
    assert newer not in options


def test_settings_are_those_of_the_offering_that_is_asked():
    world = make.world()
    document = make.change(world)
    form = line_form(document, line_of(document))
    assert list(form.fields) == ["line.1.quantity", "line.1.desired.speed", "line.1.desired.sla"]
    assert form["line.1.desired.speed"].value() == 500


def test_one_of_a_kind_has_no_quantity():
    world = make.world()
    single = stock.version(maximum_quantity=1)
    document = operations.open_draft(
        kind=Kind.ADD, customer=world.customer, requester_id=world.requester.pk,
        by=world.by(world.requester), at=make.AT, office=world.office, offerings=[single],
    )  # fmt: skip
    line = line_of(document)
    assert "line.1.quantity" not in line_form(document, line).fields
    assert offering_options(document, line, on=make.TODAY) == []
    assert installed(document, line, on=make.TODAY) is None


def test_a_stop_has_only_its_numbers():
    world = make.world()
    number = stock.number(world.service)
    facts = {
        "kind": Kind.DELETE, "customer": world.customer, "requester_id": world.requester.pk,
        "by": world.by(world.requester), "at": make.AT, "office": world.office,
    }  # fmt: skip
    document = operations.open_draft(**facts, periods=[world.period()])
    assert list(line_form(document, line_of(document)).fields) == [
        f"line.1.numbers.{number.e164}",
        f"line.1.number_service.{number.e164}",
    ]
    without = operations.open_draft(**facts, periods=[world.period(world.other)])
    assert line_form(without, line_of(without)) is None
