"""The queues: each channel and the sweep have one of their own."""

from datetime import timedelta

import pytest

from accounts.roles import CustomerRole
from accounts.standing import standing_of
from accounts.substitutes import name_substitute
from accounts.tenancy import as_customers
from config import queues
from finance import notices
from macd import operations
from macd.operations.desk import announcing
from outbox.delivering import Outcome, deliver_next
from outbox.models import Message, State
from services.cancellation import open_case
from services.numbers import assign_number
from tests.accounts import make as people
from tests.macd import make
from tests.services.selfservice import world as helping

# Handed over by what writes no file and calls nobody outside.
WRITTEN = {
    *("account_mail", "substitute_mail", "mail", "number_mail", "sim_mail", "case_mail"),
    *("notice", "summary"),
}


def test_the_sweep_waits_behind_no_other_tick() -> None:
    """It finds what dead workers left, so nothing else may stand in its queue; nor before others
    what comes each second."""
    ticks = [entry["options"]["queue"] for entry in queues.TICKS.values()]
    for alone in (queues.SWEEP_QUEUE, queues.CHAIN_QUEUE):
        assert ticks.count(alone) == 1
        assert alone not in queues.CHANNELS


def test_workers_take_from_every_queue() -> None:
    """What is put where no worker looks would never be done."""
    ticks = {entry["options"]["queue"] for entry in queues.TICKS.values()}
    assert {queue.name for queue in queues.QUEUES} >= ticks | set(queues.CHANNELS)


def test_a_tick_is_not_out_of_date_before_the_next_one() -> None:
    """Nor on a machine whose clock is some seconds ahead."""
    for entry in queues.TICKS.values():
        assert entry["options"]["expires"] >= max(entry["schedule"], 10)


def something_of_each_is_owed() -> None:
    """A company in which something happened that each of these channels tells."""
    world = make.world()
    keeper = people.membership(CustomerRole.COMPANY_ADMINISTRATOR, customer=world.customer)
    operations.invite_colleague(
        customer=world.customer,
        email="nele@brouwerij.example",
        name="Nele",
        language="nl",
        roles=["viewer"],
        scope="all",
        by=world.by(keeper.person),
        at=make.AT,
    )
    signs = world.signatory.memberships.get()
    days = {"first": make.TODAY, "last": make.TODAY + timedelta(days=1)}
    name_substitute(membership=signs, substitute_id=keeper.pk, at=make.AT, **days)
    case = open_case(customer_id=world.customer.pk, by=world.signatory, at=make.AT, channel="page")
    notices.owe_notice(case=case, at=make.AT)
    number, _stays = (
        assign_number(service=world.service, number=e164, office=world.office)
        for e164 in ("+3292234500", "+3292234602")
    )
    told = operations.PortOut(operator="Other", on=make.TODAY, done=False, note="")
    operations.report_port_out(number=number, told=told, by=world.by(world.operations), at=make.AT)
    here = helping.world()
    here.person = people.membership("fleet_administrator", customer=here.customer).person
    by = standing_of(world.operations, on=make.TODAY)
    sim = helping.ordered(here)
    operations.send_sim(sim=sim, iccid=helping.iccid(), by=by, at=make.AT, activation_code="")
    event = make.submitted(world).events.latest("pk")
    announcing.keep_for_summary(event=event, person=world.manager, summary_at=make.AT)
    announcing.owe_summaries(at=make.AT + timedelta(days=1))


@pytest.mark.usefixtures("system")
def test_what_is_owed_is_handed_over_from_outside_every_company(mailoutbox) -> None:
    """The worker belongs to no company: what a handler reads of one, it enters the wall for."""
    something_of_each_is_owed()
    owed = Message.objects.filter(channel__in=WRITTEN)
    assert set(owed.values_list("channel", flat=True)) == WRITTEN
    later = make.AT + timedelta(days=2)
    with as_customers(()):
        while outcome := deliver_next(clock=lambda: later, channels=sorted(WRITTEN)):
            assert outcome == Outcome.SENT
    assert not owed.exclude(state=State.SENT).exists()
    assert len(mailoutbox) >= len(WRITTEN - {"notice"})
