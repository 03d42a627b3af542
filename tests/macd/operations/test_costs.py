"""What the four main steps cost in queries: pinned, and only ever to be lowered (promise 21)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from macd import operations
from macd.vocabulary import Side, Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
MOST = {"submit": 26, "approve": 36, "sign": 30, "deliver": 20}


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
