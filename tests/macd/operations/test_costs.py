"""What the four main steps cost in queries: pinned, and only ever to be lowered (promise 21)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from macd import operations
from macd.vocabulary import Side, Step
from services.inventory import services_on
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")
# Approving also looks whether the request waits for another (rule 5).
MOST = {"submit": 27, "approve": 38, "sign": 32, "deliver": 20}


def _count(world, document, step, person, **more):
    by = world.by(person)
    with CaptureQueriesContext(connection) as captured:
        taken = operations.take_step(
            document=document,
            step=step,
            by=by,
            at=make.AT,
            seen=document.content_hash,
            **more,
        )
    # Savepoints are no work for the tables.
    asked = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    return taken, asked


def test_the_main_steps_cost_no_more_than_before():
    world = make.world()
    document, submit = _count(world, make.change(world), Step.SUBMIT, world.requester)
    document = make.step(world, document, Step.TAKE_UP, world.manager)
    document = make.owed(world, document, Side.PROVIDER)
    document, approve = _count(world, document, Step.APPROVE, world.manager)
    document, sign = _count(world, document, Step.SIGN, world.signatory, consent="I agree.")
    make.put_file(document)
    document = make.step(world, document, Step.START_DELIVERY, None)
    by = world.by(world.operations)
    with CaptureQueriesContext(connection) as captured:
        operations.take_line_step(document=document, number=1, step="deliver", by=by, at=make.AT)
    deliver = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    costs = {"submit": submit, "approve": approve, "sign": sign, "deliver": deliver}
    told = {name: len(asked) for name, asked in costs.items()}
    assert {name: n for name, n in told.items() if n > MOST[name]} == {}, told


def _many(world, count):
    """A Move of so many services, filled in."""
    for _each in range(count - 2):
        stock.installed(
            world.customer,
            office=world.office,
            offering_version=world.plus,
            agreement=world.agreement,
        )
    periods = list(services_on(customer_id=world.customer.pk, on=make.TODAY, office=world.office))
    return make.move(world, periods=periods)


@pytest.mark.parametrize("count", [2, 40])
def test_sending_asks_no_more_for_more_lines(count):
    """However many services move, sending it costs what two cost."""
    world = make.world()
    document = _many(world, count)
    document, submit = _count(world, document, Step.SUBMIT, world.requester)
    assert document.lines.count() == 2 * count
    assert len(submit) <= 40, len(submit)


@pytest.mark.parametrize("kind", ["change", "delete", "add"])
def test_sending_any_kind_asks_no_more_for_more_lines(kind):
    told = set()
    for count in (1, 6):
        world = make.world()
        more = [
            stock.installed(
                world.customer,
                office=world.office,
                offering_version=world.plus,
                agreement=world.agreement,
            )
            for _each in range(count)
        ]
        services = [world.service, *more]
        makers = {
            "change": lambda w=world, s=services: _faster(w, s[:-1]),
            "delete": lambda w=world, s=services: make.delete(w, *s[:-1]),
            "add": lambda w=world, n=count: make.add(w, *[w.plus] * n),
        }
        _document, submit = _count(world, makers[kind](), Step.SUBMIT, world.requester)
        told.add(len(submit))
    assert len(told) == 1, told
    assert max(told) <= 40


def _faster(world, services):
    periods = [world.period(service) for service in services]
    document = make.draft(world, "change", periods=periods)
    values = {f"line.{n}.desired.speed": "200" for n in range(1, len(services) + 1)}
    return make.fill(world, document, **{"request.requested_on": make.WANTED, **values})
