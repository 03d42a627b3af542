"""A wish to be called has no effect but a task, until somebody tells what came of it (rule 56)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.tenancy import as_customers
from audit.models import AuditEvent
from finance import operations, queries
from finance.models import CallBack
from macd.refusals import NotPermitted, Stale, Unsound
from outbox.models import Message
from services.models import CancellationCase
from tests.accounts import make as people
from tests.finance.conftest import as_
from tests.macd import make


def asks(world, at=make.AT):
    return operations.ask_call_back(customer=world.customer, **as_(world, world.requester, at))


def test_rule_56_a_wish_to_be_called_decides_nothing_and_tells_once_a_day(world):
    """It is a task for account manager and finance, and has no legal effect."""
    wish = asks(world)
    assert asks(world) == wish
    told = Message.objects.filter(channel="case_mail", payload__about="case_call_back")
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted(
        [world.manager.pk, world.finance.pk]
    )
    assert not CancellationCase.objects.exists()
    for person in (world.manager, world.finance):
        assert list(queries.call_backs_for(world.by(person))) == [wish]
    for person in (world.operations, world.requester, make.world().manager):
        assert not queries.call_backs_for(world.by(person)).exists()


def test_nobody_is_called_of_a_company_that_has_left(world):
    asks(world)
    type(world.customer).objects.filter(pk=world.customer.pk).update(closed_on=make.TODAY)
    assert not queries.call_backs_for(world.by(world.finance)).exists()


def test_only_the_companys_people_ask_to_be_called(world):
    stranger = people.membership().person
    with pytest.raises(NotPermitted):
        operations.ask_call_back(customer=world.customer, **as_(world, stranger))


def test_a_call_is_told_once_by_who_calls(world):
    wish, later = asks(world), make.AT + timedelta(days=1)
    for person in (world.operations, world.signatory):
        with pytest.raises(NotPermitted):
            operations.tell_called(wish=wish, outcome="x", **as_(world, person))
    with pytest.raises(Unsound):
        operations.tell_called(wish=wish, outcome=" ", **as_(world, world.manager))
    done = operations.tell_called(wish=wish, outcome="They stay.", **as_(world, world.manager))
    assert (done.done_by, done.outcome) == (world.manager, "They stay.")
    assert AuditEvent.objects.filter(event="case.called_back").count() == 1
    with pytest.raises(Stale):
        operations.tell_called(wish=wish, outcome="Me too.", **as_(world, world.finance))
    assert asks(world, later) != wish


def test_the_database_keeps_one_open_wish_and_whole_facts(world):
    wish = asks(world)
    for wrong in ({"done_at": make.AT}, {"outcome": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CallBack.objects.filter(pk=wish.pk).update(**wrong)
    with as_customers({make.world().customer.pk}):
        assert not CallBack.objects.exists()
