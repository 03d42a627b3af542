"""Users and licences without a document (rules 61, 63, 64)."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from accounts.tenancy import as_system
from outbox.models import Message
from services.cancellation import advance_case, open_case
from services.claims import claim
from services.inventory import state_on
from services.licences import licences_of
from services.models import CaseStatus, SelfServiceAction, SourceKind
from services.selfservice import (
    NoLicenceLeft,
    SelfServiceRefused,
    add_user,
    carry_out,
    fail_action,
    remove_user,
)
from tests.services import make
from tests.services.selfservice.world import done, world


def add(world, name="Ann", **values):
    return add_user(
        customer_id=world.customer.pk,
        version=world.user,
        configuration={"user_name": name, **values},
        person_id=world.person.pk,
        at=make.AT,
    )


def free(world):
    return licences_of(
        customer_id=world.customer.pk, offering=world.licence.offering, on=make.TODAY
    ).free


def test_rule_61_a_user_is_added_at_once_while_licences_remain(system):
    """A user with a free licence is there the same day, under the licence's own agreement."""
    here = world(licences=2)
    action = add(here)
    assert (action.status, free(here)) == ("requested", 1)
    assert done(action) == "done"
    period = state_on(action.service, make.TODAY)
    assert period
    assert period.configuration == {"user_name": "Ann"}
    assert action.service.agreement == here.licences.agreement
    assert free(here) == 1


def test_rule_61_without_a_licence_left_it_is_refused_and_names_the_licence(system):
    """Once every licence is in use or reserved, the answer is to ask for more of that licence."""
    here = world(licences=1)
    add(here)
    with pytest.raises(NoLicenceLeft) as refused:
        add(here, name="Bob")
    assert refused.value.offering == here.licence.offering
    assert here.licence.name in str(refused.value)


def test_rule_61_fifty_at_once_want_the_last_licence_and_one_gets_it(committed):
    """Fifty requests at the same moment for one licence: exactly one user, 49 refusals."""
    with as_system():
        here = world(licences=1)
    start, outcomes = threading.Barrier(50), []

    def want(number):
        try:
            start.wait(timeout=60)
            with as_system():
                add(here, name=f"User {number}")
            outcomes.append("got it")
        except NoLicenceLeft:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=want, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["got it"] + ["refused"] * 49
    with as_system():
        assert SelfServiceAction.objects.count() == 1


def test_an_extension_is_given_once(system):
    """Whoever has it or is being added with it keeps it, whatever the licence; beside the field."""
    here = world(licences=3)
    action = add(here, extension="201")
    with pytest.raises(SelfServiceRefused, match="Ann") as refused:
        add(here, name="Bob", extension="201")
    assert set(refused.value.problems) == {"extension"}
    done(action)
    with pytest.raises(SelfServiceRefused, match="Ann"):
        add(here, name="Bob", extension="201")
    other = world(customer=here.customer)
    with pytest.raises(SelfServiceRefused, match="Ann"):
        add(other, name="Bob", extension="201")
    assert add(other, name="Bob", extension="202")
    assert add(here, name="Without one")


def test_an_extension_is_free_again_and_each_company_has_its_own(system):
    """A user who was removed or could not be added leaves it; a company does not take another's."""
    here = world()
    action = add(here, extension="201")
    assert add(world(), extension="201")
    fail_action(action, reason="No such platform", at=make.AT)
    again = add(here, extension="201")
    done(again)
    assert done(remove_user(service=again.service, person_id=here.person.pk, at=make.AT)) == "done"
    assert add(here, extension="201")


def test_ten_at_once_want_one_extension_and_one_gets_it(committed):
    """Also with licences of two offerings, which do not lock each other's rows."""
    with as_system():
        here = world(licences=10)
        worlds = (here, world(licences=10, customer=here.customer))
    start, outcomes = threading.Barrier(10), []

    def want(number):
        try:
            start.wait(timeout=60)
            with as_system():
                add(worlds[number % 2], name=f"User {number}", extension="201")
            outcomes.append("got it")
        except SelfServiceRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=want, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["got it"] + ["refused"] * 9


def test_rule_61_an_open_decrease_is_not_given_away(system):
    """Licences that an open request gives up cannot be taken meanwhile."""
    here = world(licences=1)
    claim(service=here.licences, action="delete", holder="MACD-2026-00001/1", fields=[], at=make.AT)
    with pytest.raises(NoLicenceLeft):
        add(here)


def test_rule_63_requested_in_progress_done_is_owed_and_on_record(system):
    """The queue carries it out once; the history names the action, its person and its day."""
    here = world()
    action = add(here)
    message = Message.objects.get(channel="self_service")
    assert message.payload == {"action": action.pk}
    assert done(action) == "done"
    assert not carry_out(action, at=make.AT)
    [entry] = action.service.entries.all()
    assert (entry.source_kind, entry.source_number) == (SourceKind.SELF_SERVICE, action.number)
    assert (entry.person, entry.effective_on) == (here.person, make.TODAY)


def test_rule_63_a_failed_action_gives_its_licence_back(system):
    """What could not be done says why, and what it had reserved is free again."""
    here = world(licences=1)
    action = add(here)
    assert free(here) == 0
    assert fail_action(action, reason="No such platform", at=make.AT)
    assert (free(here), action.status, action.failure) == (1, "failed", "No such platform")
    assert state_on(action.service, make.TODAY) is None
    assert not fail_action(action, reason="Again", at=make.AT)


def test_rule_63_the_new_monthly_total_is_known_before(system):
    """A user inside a paid licence adds nothing: the total before and after are the same."""
    here = world(licences=2)
    action = add(here)
    assert action.monthly_before == action.monthly_after == Decimal("67.0000")


def test_rule_64_only_offerings_that_are_flagged(system):
    """An offering without the flag, or past its sale, is refused with the way to go."""
    here = world()
    here.user.offering.self_service = False
    here.user.offering.save()
    with pytest.raises(SelfServiceRefused, match="account manager"):
        add(here)


def test_a_user_fits_the_catalogue(system):
    with pytest.raises(SelfServiceRefused) as refused:
        add(world(), name="", colour="red")
    assert set(refused.value.problems) == {"user_name", "colour"}


def test_nobody_is_added_while_the_company_leaves(system):
    here = world()
    case = open_case(customer_id=here.customer.pk, by=here.person, at=make.AT, channel="page")
    advance_case(case=case, to=CaseStatus.ACCEPTED, by=here.person, at=make.AT)
    with pytest.raises(SelfServiceRefused, match="leaving"):
        add(here)


def test_a_removed_user_frees_the_licence(system):
    here = world(licences=1)
    action = add(here)
    done(action)
    assert done(remove_user(service=action.service, person_id=here.person.pk, at=make.AT)) == "done"
    assert free(here) == 1


def test_a_user_that_a_request_is_open_on_is_left_alone(system):
    here = world()
    service = add(here).service
    carry_out(service.self_service.get(), at=make.AT)
    claim(service=service, action="delete", holder="MACD-2026-00009/1", fields=[], at=make.AT)
    with pytest.raises(SelfServiceRefused, match="MACD-2026-00009"):
        remove_user(service=service, person_id=here.person.pk, at=make.AT)


def test_a_service_that_is_no_user_is_not_removed(system):
    here = world()
    with pytest.raises(SelfServiceRefused, match="no longer there"):
        remove_user(service=here.internet, person_id=here.person.pk, at=make.AT)
