"""What the queue does with an action, once, whatever happened meanwhile."""

from datetime import date

from django.utils import translation

from services.inventory import record_change
from services.models import SelfServiceAction
from services.selfservice import activate_sim, add_user, carry_out, remove_user
from services.tasks import self_service
from tests.services import make
from tests.services.selfservice.world import done, shipped, world


def test_what_cannot_be_done_fails_and_says_why(system):
    here = world()
    action = add_user(
        customer_id=here.customer.pk, version=here.user, configuration={"user_name": "Ann"},
        person_id=here.person.pk, at=make.AT,
    )  # fmt: skip
    done(action)
    gone = remove_user(service=action.service, person_id=here.person.pk, at=make.AT)
    record_change(
        service=action.service, effective_on=date(2026, 3, 2), change={"cease": True},
        source=make.IMPORT, person_id=None, at=make.AT,
    )  # fmt: skip
    assert done(gone) == "failed"
    assert "not installed" in gone.failure
    with translation.override("fr"):
        assert gone.why_failed == gone.failure_words["fr"] != gone.failure


def test_a_sim_that_could_not_be_activated_may_be_tried_again(system):
    here = world()
    sim = shipped(here)
    action = activate_sim(sim=sim, iccid=sim.iccid, person_id=here.person.pk, at=make.AT)
    SelfServiceAction.objects.filter(pk=sim.actions.first().pk)
    order = sim.actions.get(task="order_sim")
    order.change["install"].pop("recurring_price")
    order.save()
    assert done(action) == "failed"
    sim.refresh_from_db()
    assert sim.status == "shipped"


def test_the_queue_hands_it_over(system, monkeypatch):
    from contextlib import nullcontext

    from outbox.models import Message

    here = world()
    action = add_user(
        customer_id=here.customer.pk, version=here.user, configuration={"user_name": "Ann"},
        person_id=here.person.pk, at=make.AT,
    )  # fmt: skip
    monkeypatch.setattr("services.tasks.settling", lambda **_facts: nullcontext())
    self_service(Message.objects.get(channel="self_service"))
    action.refresh_from_db()
    assert action.status == "done"
    assert not carry_out(action, at=make.AT)
