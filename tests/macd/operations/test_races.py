"""Two people at once, on real connections: one winner, and the other is told who it was."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from accounts.roles import CustomerRole
from accounts.tenancy import as_system
from macd import operations, queries
from macd.models import Document
from macd.refusals import Stale, StepDenied, Unsound
from macd.vocabulary import Reminder, Side, Status, Step
from services.claims import open_claims
from services.inventory import state_on
from services.models import SelfServiceAction
from services.selfservice import SelfServiceRefused, order_sim
from tests.accounts import make as people
from tests.macd import make
from tests.services.selfservice import world as helping

pytestmark = pytest.mark.usefixtures("committed")


def _at_once(*works: Callable[[], object]) -> list[object]:
    """Do each in a thread and a transaction of its own, begun together."""
    start = threading.Barrier(len(works))
    results: list[object] = [RuntimeError("never ended")] * len(works)

    def run(index: int) -> None:
        try:
            with as_system():
                start.wait(5)
                results[index] = works[index]()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[n]) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results


def _one_winner(results):
    won = [r for r in results if isinstance(r, Document)]
    lost = [r for r in results if isinstance(r, StepDenied)]
    assert (len(won), len(lost)) == (1, len(results) - 1), results
    return won[0], lost[0]


def _taking(world, document, step, person, **more):
    by = world.by(person)
    return lambda: operations.take_step(
        document=document, step=step, by=by, at=make.AT, seen=document.content_hash, **more
    )


def _reviewed():
    with as_system():
        world = make.world()
        document = make.owed(world, make.in_review(world, make.change(world)), Side.PROVIDER)
        return world, document


def test_approve_against_approve():
    world, document = _reviewed()
    with as_system():
        works = [_taking(world, document, Step.APPROVE, p) for p in (world.manager, world.lead)]
    won, lost = _one_winner(_at_once(*works))
    with as_system():
        assert isinstance(lost, Stale)
        assert lost.won.step == Step.APPROVE
        assert lost.won.by.name in lost.message
        assert queries.whole(won.pk).approvals.count() == 1


def test_approve_against_return():
    world, document = _reviewed()
    with as_system():
        works = [
            _taking(world, document, Step.APPROVE, world.manager),
            _taking(world, document, Step.RETURN, world.lead, note="A number, please."),
        ]
    won, lost = _one_winner(_at_once(*works))
    with as_system():
        after = queries.whole(won.pk)
        expected = {
            Step.APPROVE: Status.AWAITING_SIGNATURE,
            Step.RETURN: Status.AWAITING_CUSTOMER,
        }
        assert isinstance(lost, Stale)
        assert after.status == expected[Step(lost.won.step)]
        assert after.approvals.count() == (lost.won.step == Step.APPROVE)


def test_sign_against_withdraw_on_one_revision():
    with as_system():
        world = make.world()
        document = make.approved(world)
        looked_at = {"revision": document.revision}
        works = [
            _taking(world, document, Step.SIGN, world.signatory, consent="I agree.", **looked_at),
            _taking(world, document, Step.WITHDRAW, world.requester, note="No.", **looked_at),
        ]
    won, lost = _one_winner(_at_once(*works))
    with as_system():
        after = queries.whole(won.pk)
        signed = after.status == Status.SIGNED
        assert isinstance(lost, Stale)
        assert signed or after.status == Status.CANCELLED
        assert after.signatures.count() == signed
        assert after.renderings.filter(purpose="sealed").count() == signed


def test_two_submits_of_one_draft():
    with as_system():
        world = make.world()
        document = make.change(world)
        works = [_taking(world, document, Step.SUBMIT, world.requester)] * 2
    won, _lost = _one_winner(_at_once(*works))
    with as_system():
        after = queries.whole(won.pk)
        assert after.versions.count() == 1
        assert after.events.filter(step=Step.SUBMIT).count() == 1
        assert len(make.messages(after, "mail")) == 1


def test_rule_48_the_last_two_services_stopped_at_the_same_moment():
    with as_system():
        world = make.world()
        works = [
            _taking(world, make.delete(world, service), Step.SUBMIT, world.requester)
            for service in (world.service, world.other)
        ]
    _won, lost = _one_winner(_at_once(*works))
    assert isinstance(lost, Unsound)
    assert lost.leaving


def test_two_documents_that_take_each_others_services_never_wait_for_each_other():
    with as_system():
        world = make.world()
        orders = [(world.service, world.other), (world.other, world.service)]
        works = []
        for services in orders:
            periods = [world.period(service) for service in services]
            document = make.draft(world, "change", periods=periods)
            wanted = {f"line.{n}.desired.speed": "700" for n in (1, 2)}
            document = make.fill(world, document, **{"request.requested_on": make.WANTED, **wanted})
            works.append(_taking(world, document, Step.SUBMIT, world.requester))
    won, lost = _one_winner(_at_once(*works))
    assert isinstance(lost, Unsound)
    assert won.number in lost.message or won.number in str(lost.problems[0].message)


def test_two_who_write_at_once_both_write():
    with as_system():
        world = make.world()
        document = make.in_review(world, make.change(world))
        values = [
            (world.requester, {"request.reference": "Ours"}),
            (world.manager, {"planning.committed_on": make.WANTED}),
        ]
        works = []
        for person, written in values:
            by = world.by(person)
            works.append(
                lambda by=by, written=written: operations.change_fields(
                    document=document, values=written, by=by, at=make.AT
                )
            )
    assert all(isinstance(result, Document) for result in _at_once(*works))
    with as_system():
        after = queries.whole(document.pk)
        assert after.reference == "Ours"
        assert after.committed_on.isoformat() == make.WANTED
        assert after.revision == document.revision + 2


def test_two_clocks_remind_once():
    with as_system():
        world = make.world()
        document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
        make.step(world, document, Step.ASK, world.manager, note="Which floor?")
    later = make.AT + timedelta(days=3)

    def look_at_the_clock() -> Document:
        operations.remind(at=later)
        return document

    # Each is in a transaction of its own already; a reminder waits for the other's lock.
    results = _at_once(*[look_at_the_clock] * 3)
    assert results == [document] * 3
    with as_system():
        assert document.events.filter(step=Reminder.ANSWER).count() == 1


def test_approve_against_refuse():
    world, document = _reviewed()
    with as_system():
        works = [
            _taking(world, document, Step.APPROVE, world.manager),
            _taking(world, document, Step.REFUSE, world.lead, note="No line can be laid."),
        ]
    won, lost = _one_winner(_at_once(*works))
    with as_system():
        after = queries.whole(won.pk)
        assert isinstance(lost, Stale)
        expected = {Step.APPROVE: Status.AWAITING_SIGNATURE, Step.REFUSE: Status.CANCELLED}
        assert after.status == expected[Step(lost.won.step)]
        assert after.approvals.count() == (lost.won.step == Step.APPROVE)
        held = open_claims([world.service.pk]).count()
        assert held == (lost.won.step == Step.APPROVE)


def _amending(world, document, number, person=None):
    by = world.by(person or world.requester)
    return lambda: operations.open_amendment(document=document, numbers=[number], by=by, at=make.AT)


def _line_step(world, document, number, step, person, **more):
    by = world.by(person)
    return lambda: operations.take_line_step(
        document=document, number=number, step=step, by=by, at=make.AT, **more
    )


def test_rule_19_two_amendments_at_once():
    """Both sides start changing one signed document: one amendment is open, the other names it."""
    with as_system():
        world = make.world()
        document = make.both(world)
        works = [_amending(world, document, 1), _amending(world, document, 2, world.manager)]
    won, lost = _one_winner(_at_once(*works))
    with as_system():
        assert isinstance(lost, Stale)
        assert won.number in lost.message
        assert Document.objects.filter(root=document).count() == 1


def test_rule_19_an_amendment_is_signed_while_another_is_started():
    """The next one is based on what was signed, or has to wait for it: never on neither."""
    with as_system():
        world = make.world()
        document = make.both(world)
        first = make.wanting(world, make.amend(world, document))
        first = make.offered(world, first)
        sign = _taking(world, first, Step.SIGN, world.signatory, consent="I agree.")
        works = [sign, _amending(world, document, 2)]
    signed, second = _at_once(*works)
    with as_system():
        assert isinstance(signed, Document), signed
        assert isinstance(second, Document | Stale), second
        amendments = Document.objects.filter(root=document)
        assert amendments.filter(signed_at=None).count() == isinstance(second, Document)
        assert make.statuses(document)[1] == "superseded"


def test_rule_18_an_amendment_is_sent_while_its_item_is_delivered():
    """Either the item is held for the change, or it is delivered and changed no more."""
    with as_system():
        world = make.world()
        document = make.both(world)
        amendment = make.wanting(world, make.amend(world, document))
        works = [
            _taking(world, amendment, Step.SUBMIT, world.requester),
            _line_step(world, document, 1, "deliver", world.operations),
        ]
    won, _lost = _one_winner(_at_once(*works))
    with as_system():
        amended = queries.whole(amendment.pk).status == Status.SUBMITTED
        assert make.statuses(document)[1] == ("held" if amended else "delivered")
        assert (won.pk == amendment.pk) == amended


def test_rule_18_an_item_is_withdrawn_while_it_is_delivered():
    with as_system():
        world = make.world()
        document = make.both(world)
        works = [
            _line_step(world, document, 1, "withdraw", world.requester),
            _line_step(world, document, 1, "deliver", world.operations),
        ]
    _won, _lost = _one_winner(_at_once(*works))
    with as_system():
        status = make.statuses(document)[1]
        period = state_on(world.service, make.TODAY)
        assert status in ("withdrawn", "delivered")
        assert (period.configuration["speed"] == 700) == (status == "delivered")


def test_rule_05_two_put_each_other_together():
    """Each is to go into the other at the same moment: one does, and nobody waits in a ring."""
    with as_system():
        world = make.world()
        drafts = [make.change(world), make.draft_change(world, **{"line.1.desired.speed": "900"})]
        by = world.by(world.requester)
        works = [
            lambda one=one, other=other: operations.join(
                document=one, into=other, by=by, at=make.AT
            )
            for one, other in (drafts, drafts[::-1])
        ]
    won, _lost = _one_winner(_at_once(*works))
    with as_system():
        statuses = [queries.whole(draft.pk).status for draft in drafts]
        assert sorted(statuses) == [Status.DRAFT, Status.EXPIRED]
        assert queries.whole(won.pk).status == Status.DRAFT


def test_rule_63_orders_at_once_cannot_pass_the_company_s_rule_together():
    """Six SIMs ordered in the same moment, and the rule leaves room for two: two are ordered."""
    with as_system():
        world = make.world()
        helped = helping.world(customer=world.customer, licences=1)
        price = helped.mobile.recurring_price
        keeper = people.membership(CustomerRole.COMPANY_ADMINISTRATOR, customer=world.customer)
        operations.set_company_rule(
            customer=world.customer, over=2 * price + 1, approver_id=None,
            by=world.by(keeper.person), at=make.AT,
        )  # fmt: skip
        fleet = people.membership(CustomerRole.FLEET_ADMINISTRATOR, customer=world.customer)
        by = world.by(fleet.person)

    def order(number: int) -> SelfServiceAction:
        return operations.order_within_rule(
            lambda: order_sim(
                customer_id=world.customer.pk,
                version=helped.mobile,
                configuration={"user_name": f"User {number}"},
                person_id=fleet.person.pk,
                at=make.AT,
                send_to="Korenmarkt 1, 9000 Gent",
            ),
            customer_id=world.customer.pk,
            by=by,
            at=make.AT,
        )

    results = _at_once(*(partial(order, number) for number in range(6)))
    assert sum(isinstance(result, SelfServiceAction) for result in results) == 2, results
    assert sum(isinstance(result, SelfServiceRefused) for result in results) == 4, results
    with as_system():
        assert SelfServiceAction.objects.count() == 2
