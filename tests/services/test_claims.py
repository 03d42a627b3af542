"""Which open lines may hold one service together (rule 5)."""

import threading

import pytest
from django.db import connection

from accounts.tenancy import as_system
from services.claims import ClaimConflict, claim, clash, find_conflict, open_claims, release
from services.models import Claim
from tests.accounts import make as accounts
from tests.services import make


def hold(service, holder, action="modify", fields=("speed",), **more):
    return claim(service=service, action=action, holder=holder, fields=fields, at=make.AT, **more)


@pytest.mark.parametrize(
    ("one", "other", "clashes"),
    [
        (("modify", {"speed"}), ("modify", {"speed", "sla"}), True),
        (("modify", {"speed"}), ("modify", {"sla"}), False),
        (("modify", {"offering"}), ("modify", {"offering"}), True),
        (("modify", {"offering"}), ("modify", {"sla"}), False),
        (("modify", {"speed"}), ("delete", set()), True),
        (("delete", set()), ("delete", set()), True),
        (("move", set()), ("modify", {"sla"}), True),
        (("move", set()), ("delete", set()), True),
    ],
)
def test_what_goes_together(one, other, clashes):
    assert clash(*one, *other) is clashes
    assert clash(*other, *one) is clashes


def test_a_conflict_names_the_other_document(system):
    service = make.installed(accounts.customer())
    hold(service, "MACD-2026-00001/1")
    with pytest.raises(ClaimConflict, match="MACD-2026-00001/1") as caught:
        hold(service, "MACD-2026-00002/1", action="delete", fields=())
    assert caught.value.holder == "MACD-2026-00001/1"
    hold(service, "MACD-2026-00003/1", fields=("sla",))
    assert open_claims([service.pk]).count() == 2


def test_the_same_holder_renews_its_claim(system):
    service = make.installed(accounts.customer())
    first = hold(service, "MACD-2026-00001/1")
    again = hold(service, "MACD-2026-00001/1", fields=("speed", "sla"), effective_on=make.TODAY)
    assert again.pk == first.pk
    assert Claim.objects.get().fields == ["sla", "speed"]
    assert Claim.objects.get().effective_on == make.TODAY


def test_an_amendment_does_not_clash_with_what_it_takes_the_place_of(system):
    service = make.installed(accounts.customer())
    hold(service, "MACD-2026-00001/1", action="delete", fields=())
    amending = "MACD-2026-00001-2/1"
    assert find_conflict(service=service, action="delete", fields=(), holder=amending) is not None
    hold(service, amending, action="delete", fields=(), beside=("MACD-2026-00001/1",))


def test_released_is_free_again(system):
    service = make.installed(accounts.customer())
    hold(service, "MACD-2026-00001/1", action="move", fields=())
    assert release(holder="MACD-2026-00001/1", at=make.AT) == 1
    assert release(holder="MACD-2026-00001/1", at=make.AT) == 0
    hold(service, "MACD-2026-00002/1", action="delete", fields=())
    assert Claim.objects.count() == 2


def test_of_two_at_once_one_wins(committed):
    with as_system():
        service = make.installed(accounts.customer())
    ready = threading.Barrier(2)
    outcomes = []

    def stop(holder):
        try:
            with as_system():
                ready.wait(timeout=10)
                hold(service, holder, action="delete", fields=())
            outcomes.append("held")
        except ClaimConflict as conflict:
            outcomes.append(conflict.holder)
        finally:
            connection.close()

    threads = [threading.Thread(target=stop, args=(f"MACD-{n}/1",)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes, key=lambda outcome: outcome == "held")[1] == "held"
    assert outcomes.count("held") == 1
