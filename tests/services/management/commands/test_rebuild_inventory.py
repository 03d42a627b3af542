"""The command that replays the inventory: its words and its exit codes."""

import json

import pytest
from django.core.management import call_command

from services.models import ServicePeriod
from tests.accounts import make as accounts
from tests.services import make


def test_exit_0_when_the_periods_follow(system, capsys):
    make.installed(accounts.customer())
    call_command("rebuild_inventory", "--check", "--json")
    assert json.loads(capsys.readouterr().out) == {"services": 1, "problems": []}


def test_exit_1_names_the_service_and_check_mends_nothing(system, capsys):
    service = make.installed(accounts.customer())
    ServicePeriod.objects.filter(service=service).update(quantity=9)
    with pytest.raises(SystemExit) as caught:
        call_command("rebuild_inventory", "--check")
    assert caught.value.code == 1
    assert service.service_id in capsys.readouterr().out
    assert service.periods.get().quantity == 9


def test_without_check_it_mends(system, capsys):
    service = make.installed(accounts.customer())
    ServicePeriod.objects.filter(service=service).update(quantity=9)
    with pytest.raises(SystemExit):
        call_command("rebuild_inventory")
    assert "1 services, 1 differ, mended" in capsys.readouterr().out
    assert service.periods.get().quantity == 1
    call_command("rebuild_inventory", "--check")
