"""SIMs from order to out of use (rule 62)."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from services.devices import residual
from services.inventory import state_on
from services.models import DevicePlan, Sim, SimStatus
from services.selfservice import (
    SelfServiceRefused,
    activate_sim,
    end_sim,
    order_sim,
    refuse_order,
    replace_sim,
    retire_sims,
    ship_sim,
    show_code,
)
from tests.services import make
from tests.services.selfservice.world import CODE, done, iccid, installed, ordered, shipped, world


def statuses(service):
    return [sim.status for sim in service.sims.order_by("pk")]


def test_rule_62_ordered_shipped_activating_active(system):
    """A SIM goes from ordered to active; its service is installed, and billed, from then on."""
    here = world()
    sim = ordered(here)
    order = sim.actions.get()
    assert (sim.status, order.status) == ("ordered", "requested")
    ship_sim(sim=sim, iccid=iccid(), at=make.AT)
    order.refresh_from_db()
    assert (sim.status, order.status) == ("shipped", "in_progress")
    assert state_on(sim.service, make.TODAY) is None
    action = activate_sim(sim=sim, iccid=sim.iccid, person_id=here.person.pk, at=make.AT)
    assert sim.status == "activating"
    assert done(action) == "done"
    sim.refresh_from_db()
    order.refresh_from_db()
    period = state_on(sim.service, make.TODAY)
    assert (sim.status, order.status) == ("active", "done")
    assert period
    assert period.recurring_price == here.mobile.recurring_price
    assert period.entry.source_number == order.number


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("123", "begin with 89"),
        ("8932 0100 0000 0000 0009", "One of the figures is wrong"),
        ("89" + "1" * 30, "begin with 89"),
    ],
)
def test_rule_62_the_iccid_is_checked(system, typed, message):
    """A SIM number has its form and its check digit, when it is sent and when it is activated."""
    here = world()
    with pytest.raises(SelfServiceRefused, match=message):
        ship_sim(sim=ordered(here), iccid=typed, at=make.AT)
    sim = shipped(here)
    with pytest.raises(SelfServiceRefused, match=message):
        activate_sim(sim=sim, iccid=typed, person_id=here.person.pk, at=make.AT)


def test_rule_62_only_the_card_that_was_sent_is_activated(system):
    """Another valid number is refused: the card is somebody else's."""
    here = world()
    sim = shipped(here)
    with pytest.raises(SelfServiceRefused, match="not the card that was sent"):
        activate_sim(sim=sim, iccid=iccid(), person_id=here.person.pk, at=make.AT)
    other = ordered(here)
    with pytest.raises(SelfServiceRefused, match="has this number already"):
        ship_sim(sim=other, iccid=sim.iccid, at=make.AT)


def test_rule_62_the_qr_code_of_an_esim_is_shown_once(system):
    """Showing the activation code forgets it; the second time it is refused."""
    sim = shipped(world(), esim=True)
    assert show_code(sim=sim, at=make.AT) == CODE
    with pytest.raises(SelfServiceRefused, match="shown before"):
        show_code(sim=sim, at=make.AT)
    sim.refresh_from_db()
    assert (sim.activation_code, sim.code_shown_at) == ("", make.AT)


def test_an_esim_needs_its_code(system):
    with pytest.raises(SelfServiceRefused, match="LPA:1"):
        ship_sim(sim=ordered(world(), esim=True), iccid=iccid(), at=make.AT)


def test_rule_62_a_replacement_takes_over_when_it_is_activated(system):
    """The old SIM works until the new one does, then it is replaced; the service goes on."""
    here = world()
    old = installed(here)
    action = replace_sim(sim=old, esim=True, person_id=here.person.pk, at=make.AT)
    new = action.sim
    ship_sim(sim=new, iccid=iccid(), activation_code=CODE, at=make.AT)
    assert statuses(old.service) == ["active", "shipped"]
    assert done(activate_sim(sim=new, iccid="", person_id=here.person.pk, at=make.AT)) == "done"
    assert statuses(old.service) == ["replaced", "active"]
    action.refresh_from_db()
    assert action.status == "done"
    assert old.service.periods.count() == 1
    assert {"note": {"iccid": new.iccid, "instead_of": old.iccid}} in [
        entry.change for entry in old.service.entries.all()
    ]


def test_rule_62_a_mobile_user_is_never_deleted_only_inactive(system):
    """A SIM that is no longer used stays on record, and the database keeps the row."""
    here = world()
    sim = installed(here)
    assert done(end_sim(sim=sim, person_id=here.person.pk, at=make.AT)) == "done"
    sim.refresh_from_db()
    assert sim.status == SimStatus.INACTIVE
    assert state_on(sim.service, make.TODAY) is None
    assert state_on(sim.service, date(2026, 3, 1))
    for table in ("services_sim", "services_service", "services_selfserviceaction"):
        with (
            pytest.raises(IntegrityError, match="stay"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours


def test_ending_a_user_ends_what_was_on_its_way(system):
    here = world()
    sim = ordered(here)
    order = sim.actions.get()
    done(end_sim(sim=sim, person_id=here.person.pk, at=make.AT))
    order.refresh_from_db()
    assert (order.status, statuses(sim.service)) == ("failed", ["inactive"])
    assert "no longer used" in order.failure


def test_rule_55_what_finance_must_see_is_no_self_service(system):
    """A device that is paid off, or an agreement's minimum, sends the user to a request."""
    here = world()
    sim = installed(here)
    plan = DevicePlan.objects.create(
        customer=here.customer, service=sim.service, name="Phone", starts_on=date(2026, 1, 1),
        months=24, instalment="20",
    )  # fmt: skip
    assert residual(plan, on=make.TODAY)
    with pytest.raises(SelfServiceRefused, match="device"):
        end_sim(sim=sim, person_id=here.person.pk, at=make.AT)
    other = installed(here)
    agreement = other.service.agreement
    type(agreement).objects.filter(pk=agreement.pk).update(recurring_minimum="90")
    other.refresh_from_db()
    with pytest.raises(SelfServiceRefused, match="minimum"):
        end_sim(sim=other, person_id=here.person.pk, at=make.AT)


def test_rule_48_the_last_service_is_no_self_service(system):
    """Stopping the last service of an agreement is talked about first."""
    here = world()
    sim = installed(here)
    type(sim.service).objects.filter(pk=sim.service.pk).update(
        agreement=make.agreement(here.customer)
    )
    sim.service.refresh_from_db()
    with pytest.raises(SelfServiceRefused, match="last service"):
        end_sim(sim=sim, person_id=here.person.pk, at=make.AT)


def test_an_order_that_cannot_be_carried_out_says_why(system):
    here = world()
    sim = ordered(here)
    refuse_order(sim=sim, reason="No such address", at=make.AT)
    action = sim.actions.get()
    assert (action.status, action.failure, sim.status) == ("failed", "No such address", "inactive")


def test_a_card_is_sent_somewhere(system):
    here = world()
    with pytest.raises(SelfServiceRefused) as refused:
        order_sim(
            customer_id=here.customer.pk,
            version=here.mobile,
            configuration={"user_name": "Ann"},
            person_id=here.person.pk,
            at=make.AT,
        )
    assert set(refused.value.problems) == {"send_to"}


def test_rule_25_on_credit_hold_nothing_that_costs_is_added(system):
    """With open invoices an order is refused; what costs nothing is not."""
    here = world(credit_hold=True)
    with pytest.raises(SelfServiceRefused, match="Invoices"):
        ordered(here)


def test_a_document_that_stops_a_service_retires_its_sims(system):
    here = world()
    sim = installed(here)
    retire_sims(sim.service)
    assert Sim.objects.get(pk=sim.pk).status == SimStatus.INACTIVE


def test_a_second_replacement_waits(system):
    here = world()
    sim = installed(here)
    replace_sim(sim=sim, esim=True, person_id=here.person.pk, at=make.AT)
    with pytest.raises(SelfServiceRefused, match="under way"):
        replace_sim(sim=sim, esim=True, person_id=here.person.pk, at=make.AT)
