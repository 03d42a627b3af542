"""Blocking always works (rule 62)."""

import pytest

from services.cancellation import advance_case, open_case
from services.claims import claim
from services.inventory import Source, record_change, state_on
from services.models import CaseStatus
from services.selfservice import (
    SelfServiceRefused,
    activate_sim,
    block_sim,
    carry_out,
    replace_sim,
    ship_sim,
    unblock_sim,
)
from services.suspending import lift
from tests.services import make
from tests.services.selfservice.world import CODE, iccid, installed, shipped, world


def block(here, sim, reason="lost"):
    return block_sim(sim=sim, reason=reason, person_id=here.person.pk, at=make.AT)


def unblock(here, sim):
    return unblock_sim(sim=sim, person_id=here.person.pk, at=make.AT)


def status_of(sim):
    period = state_on(sim.service, make.TODAY)
    return period and period.status


@pytest.mark.parametrize("reason", ["lost", "stolen", "temporary"])
def test_rule_62_blocking_suspends_at_once_and_says_why(system, reason):
    """A blocked SIM no longer works from that moment; the history names cause and person."""
    here = world()
    sim = installed(here)
    action = block(here, sim, reason)
    assert (sim.status, action.status, status_of(sim)) == ("blocked", "done", "suspended")
    entry = sim.service.entries.last()
    assert (entry.cause, entry.source_number, entry.person) == (reason, action.number, here.person)


def test_rule_62_block_always_works(system):
    """Neither an open request, nor leaving, nor open invoices, nor another action is in the way."""
    here = world(credit_hold=True)
    sim = installed(here)
    replace_sim(sim=sim, esim=True, person_id=here.person.pk, at=make.AT)
    claim(service=sim.service, action="delete", holder="MACD-2026-00001/1", fields=[], at=make.AT)
    case = open_case(customer_id=here.customer.pk, by=here.person, at=make.AT, channel="page")
    advance_case(case=case, to=CaseStatus.ACCEPTED, by=here.person, at=make.AT)
    assert block(here, sim).status == "done"


def test_rule_62_a_card_lost_on_its_way_is_blocked_and_replaced(system):
    """Before it was ever active a SIM is blocked too; its replacement starts the service."""
    here = world()
    sim = shipped(here)
    block(here, sim)
    with pytest.raises(SelfServiceRefused, match="never activated"):
        unblock(here, sim)
    new = replace_sim(sim=sim, esim=True, person_id=here.person.pk, at=make.AT).sim
    ship_sim(sim=new, iccid=iccid(), activation_code=CODE, at=make.AT)
    action = activate_sim(sim=new, iccid="", person_id=here.person.pk, at=make.AT)
    assert carry_out(action, at=make.AT)
    assert status_of(sim) == "active"
    assert [one.status for one in sim.service.sims.order_by("pk")] == ["replaced", "active"]


def test_rule_62_unblocked_it_works_again_unless_stolen(system):
    """A SIM that was found works again; a stolen one is replaced."""
    here = world()
    sim = installed(here)
    block(here, sim, "temporary")
    unblock(here, sim)
    assert (sim.status, status_of(sim)) == ("active", "active")
    block(here, sim, "stolen")
    with pytest.raises(SelfServiceRefused, match="stolen"):
        unblock(here, sim)


def test_unblocking_does_not_lift_what_the_provider_suspended(system):
    here = world()
    sim = installed(here)
    unpaid = Source("provider_event", cause="unpaid")
    record_change(
        service=sim.service, effective_on=make.TODAY, change={"suspend": True}, source=unpaid,
        person_id=None, at=make.AT,
    )  # fmt: skip
    block(here, sim)
    unblock(here, sim)
    assert (sim.status, status_of(sim)) == ("active", "suspended")
    lift(service=sim.service, source=unpaid, on=make.TODAY, person_id=None, at=make.AT)
    assert status_of(sim) == "active"


def test_blocked_twice_or_without_a_reason(system):
    here = world()
    sim = installed(here)
    with pytest.raises(SelfServiceRefused, match="why"):
        block(here, sim, "because")
    block(here, sim)
    with pytest.raises(SelfServiceRefused, match="Blocked"):
        block(here, sim)


def test_a_replaced_stolen_sim_lets_the_user_work_again(system):
    here = world()
    sim = installed(here)
    block(here, sim, "stolen")
    new = replace_sim(sim=sim, esim=True, person_id=here.person.pk, at=make.AT).sim
    ship_sim(sim=new, iccid=iccid(), activation_code=CODE, at=make.AT)
    action = activate_sim(sim=new, iccid="", person_id=here.person.pk, at=make.AT)
    assert carry_out(action, at=make.AT)
    assert status_of(sim) == "active"


def test_unblocked_twice_it_is_active_already(system):
    """The second of two tabs hears of this SIM, not of another one."""
    here = world()
    sim = installed(here)
    block(here, sim)
    unblock(here, sim)
    with pytest.raises(SelfServiceRefused, match="This SIM is active already"):
        unblock(here, sim)
