"""Extensions in a request: given once in a company."""

import pytest

from macd import operations
from macd.kinds import problems_of
from macd.refusals import Unsound
from macd.vocabulary import Kind
from tests.macd import make
from tests.services import make as stock
from tests.services.selfservice.world import world as uc

pytestmark = pytest.mark.usefixtures("system")


def path(number):
    return f"line.{number}.desired.extension"


def wrong(document):
    return {p.path: str(p.message) for p in problems_of(document, on=make.TODAY)
            if p.path.endswith(".extension")}  # fmt: skip


@pytest.fixture
def here():
    return make.world()


@pytest.fixture
def company(here):
    return uc(customer=here.customer)


def user(company, name, extension):
    configuration = {"user_name": name, "extension": extension}
    return stock.installed(
        company.customer, offering_version=company.user, configuration=configuration
    )


def add(here, company, *extensions):
    """A draft of users, with these extensions as they came in, unchecked."""
    document = make.draft(here, Kind.ADD, offerings=[company.user] * len(extensions))
    for line, extension in zip(document.lines.order_by("number"), extensions, strict=True):
        line.desired = {"user_name": f"User {line.number}", "extension": extension}
        line.save()
    document._prefetched_objects_cache = {}
    return document


def test_an_extension_that_somebody_has_is_refused_when_it_is_sent(here, company):
    user(company, "Ann", "201")
    assert wrong(add(here, company, "201", "202")) == {
        path(1): "Ann has this extension already. Choose another one."
    }


def test_two_items_of_a_request_do_not_give_the_same_one(here, company):
    assert wrong(add(here, company, "201", "201", "")) == {
        path(2): "User 1 has this extension already. Choose another one."
    }


def test_it_is_refused_beside_its_field_when_it_is_filled_in(here, company):
    user(company, "Ann", "201")
    document = add(here, company, "", "203")
    for taken in ("201", "203"):
        with pytest.raises(Unsound) as refused:
            make.fill(here, document, **{path(1): taken})
        assert [problem.path for problem in refused.value.problems] == [path(1)]
    document = make.fill(here, document, **{path(1): "202"})
    assert wrong(document) == {}


def test_another_request_that_was_sent_and_is_open_gives_it_already(here, company):
    """Not one that is being written, nor one that came to nothing."""
    first, second = add(here, company, "201"), add(here, company, "201")
    assert wrong(second) == {}
    wanted = {"request.requested_on": make.WANTED, "line.1.agreement": here.agreement.number}
    first = make.fill(here, first, **wanted)
    first = make.step(here, first, "submit", here.requester)
    # Who is not told: not everybody of a company sees every request of it.
    assert wrong(second) == {
        path(1): "Another request gives this extension already. Choose another one."
    }
    assert wrong(first) == {}
    make.step(here, first, "withdraw", here.requester, note="No more.")
    assert wrong(second) == {}


def test_a_user_keeps_its_own_and_may_take_one_that_is_given_up(here, company):
    ann, bob = user(company, "Ann", "201"), user(company, "Bob", "202")
    user(company, "Double", "201")
    periods = [here.period(ann), here.period(bob)]
    document = make.draft(here, Kind.CHANGE, periods=periods)
    assert wrong(document) == {}
    document = make.fill(here, document, **{path(2): "203"})
    document = make.fill(here, document, **{path(1): "202"})
    assert wrong(document) == {}
    with pytest.raises(Unsound):
        operations.change_fields(
            document=document,
            values={path(2): "201"},
            by=here.by(here.requester),
            at=make.AT,
        )


def in_delivery(here, document, **values):
    wanted = {"request.requested_on": make.WANTED, **values}
    return make.started(here, make.fill(here, document, **wanted))


def test_what_somebody_got_since_it_was_signed_is_not_delivered(here, company):
    agreement = {"line.1.agreement": here.agreement.number}
    document = in_delivery(here, add(here, company, "201"), **agreement)
    ann = user(company, "Ann", "201")
    with pytest.raises(Unsound) as refused:
        make.line_step(here, document, 1, "deliver", here.operations)
    [problem] = refused.value.problems
    assert (problem.path, str(problem.message)) == (
        "line.1.on",
        (
            "Ann has the extension 201 already. Give one of the two another one before item 1 is"
            " delivered."
        ),
    )
    stops = make.started(here, make.delete(here, ann))
    make.line_step(here, stops, 1, "deliver", here.operations)
    document = make.line_step(here, document, 1, "deliver", here.operations)
    assert make.statuses(document) == {1: "delivered"}


def test_two_users_exchange_theirs_item_by_item(here, company):
    ann, bob = user(company, "Ann", "201"), user(company, "Bob", "202")
    document = make.draft(here, Kind.CHANGE, periods=[here.period(ann), here.period(bob)])
    for line, extension in zip(document.lines.order_by("number"), ("202", "201"), strict=True):
        line.desired = {**line.desired, "extension": extension}
        line.save()
    document._prefetched_objects_cache = {}
    document = in_delivery(here, document)
    make.line_step(here, document, 1, "deliver", here.operations)
    # What becomes of nothing gives nothing up.
    document.lines.filter(number=2).update(status="failed")
    again = in_delivery(
        here, add(here, company, "203"), **{"line.1.agreement": here.agreement.number}
    )
    again.lines.update(desired={"user_name": "Cleo", "extension": "202"})
    with pytest.raises(Unsound):
        make.line_step(here, again, 1, "deliver", here.operations)
