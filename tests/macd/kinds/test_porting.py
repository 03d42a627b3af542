"""Numbers that come from another operator with a new service: what must be known."""

import pytest

from macd import queries
from macd.kinds import rules_for
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import Kind, Side
from macd.wording import rows_of
from services.models import ServiceNumber
from services.numbers import assign_number
from tests.accounts import make as people
from tests.macd import make, porting
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path


def _problems(document):
    document = queries.whole(document.pk)
    found = rules_for(document.kind).problems(document, on=make.TODAY)
    return {problem.path: str(problem.message) for problem in found}


def test_rule_41_numbers_operator_and_customer_number_are_asked_together():
    """Numbers alone do not do: with whom are they, and what is your customer number there?"""
    world = make.world()
    document = make.add(world, stock.version(family="sip"))
    assert _problems(document) == {}
    document = make.fill(world, document, **{"line.1.port.numbers": "09 223 99 00 - 49"})
    assert _problems(document).keys() == {"line.1.port.operator", "line.1.port.account"}
    assert porting.fill(world, document).lines.get().port_in == {
        "numbers": {"+3292239900": 50},
        "operator": "Teledonor",
        "account": "K-4471",
    }
    assert _problems(document) == {}


def test_rule_41_the_difference_names_numbers_and_donor():
    """What is asked of the other operator stands in the one difference that all pages show."""
    world = make.world()
    [line] = porting.draft(world).lines.all()
    told = {row.label: row.after for row in rows_of(line)}
    assert told["Numbers taken over"] == "+32 9 223 99 00 – +32 9 223 99 49"
    assert (told["Other operator"], told["Customer number there"]) == ("Teledonor", "K-4471")


def test_rule_41_only_with_what_rings():
    """No number comes with an internet access."""
    world = make.world()
    document = make.add(world)
    with pytest.raises(Unsound):
        make.fill(world, document, **{"line.1.port.operator": "Teledonor"})


@pytest.mark.parametrize(
    "typed",
    ["12", "09 223 99 00 - 08 000", "09 223 99 50 - 40", "09 223 99 00 - 09 233 99 99", "x" * 300],
)
def test_rule_41_what_is_no_number_or_range_is_refused_beside_the_field(typed):
    """A range is its first and its last number, at most a thousand."""
    world = make.world()
    document = make.add(world, stock.version(family="sip"))
    with pytest.raises(Unsound) as refused:
        make.fill(world, document, **{"line.1.port.numbers": typed})
    assert [problem.path for problem in refused.value.problems] == ["line.1.port.numbers"]


def test_rule_41_a_number_comes_over_once():
    """A number that is with us, or asked for in another open request, does not come over."""
    world = make.world()
    assign_number(service=world.service, number="+3292239910", office=world.office)
    document = porting.draft(world)
    assert "with us already" in _problems(document)["line.1.port.numbers"]
    ServiceNumber.objects.update(status="released")
    assert _problems(document) == {}
    make.step(world, porting.draft(world, numbers="09 223 99 49"), "submit", world.requester)
    assert "asked for in another" in _problems(document)["line.1.port.numbers"]


def test_rule_41_another_companys_request_says_nothing_about_ours():
    """Companies do not see each other's requests, nor their numbers."""
    world, other = make.world(), make.world()
    make.step(other, porting.draft(other), "submit", other.requester)
    assert _problems(porting.draft(world)) == {}


def test_rule_30_a_number_that_comes_over_rings_in_its_zone_or_staff_say_why():
    """A number of Brussels does not go to an office in Ghent, unless its use is nomadic."""
    world = make.world()
    document = porting.draft(world, numbers="02 223 99 00")
    assert "zone 02" in _problems(document)["line.1.port.numbers"]
    with pytest.raises(NotPermitted):
        make.fill(world, document, **{"line.1.port.reason": "We answer it in Ghent"})
    document = make.in_review(world, porting.fill(world, document, numbers="09 223 99 00"))
    reason = {"line.1.port.reason": "Answered by the switchboard in Ghent"}
    document = make.fill(world, document, world.manager, **reason)
    assert document.lines.get().port_in["reason"]


def test_rule_41_the_mandate_is_there_before_approval():
    """Without the mandate, signed by whose numbers they are, the request is not complete."""
    world = make.world()
    document = make.in_review(world, porting.draft(world))
    missing = {p.path: str(p.message) for p in rules_for(Kind.ADD).missing(document)}
    assert "mandate" in missing["files"]
    porting.add_mandate(world, document)
    missing = {p.path for p in rules_for(Kind.ADD).missing(queries.whole(document.pk))}
    assert "files" not in missing
    assert not [*rules_for(Kind.ADD).missing(document, side=Side.CUSTOMER)]


def test_nobody_else_writes_them():
    world, stranger = make.world(), people.customer()
    assert stranger.pk != world.customer.pk
    document = porting.draft(world)
    with pytest.raises(NotPermitted):
        make.fill(world, document, world.operations, **{"line.1.port.account": "K-1"})
