"""Every address has a row, and every row an address."""

from django.conf import settings

from macd.management.commands.show_access import addresses
from macd.policy.pages import NAMESPACES, PAGES, row_for


def test_every_address_has_a_policy():
    assert [name for name, _pattern in addresses() if row_for(name) is None] == []


def test_every_policy_has_an_address():
    assert settings.DEMO
    there = {name for name, _pattern in addresses()}
    assert {name for name in PAGES if name not in there} == set()


def test_every_address_has_a_name():
    nameless = [pattern for name, pattern in addresses() if not name.split(":")[-1]]
    # Django's administration answers unknown pages itself.
    assert all(pattern.startswith("manage/") for pattern in nameless)
    assert set(NAMESPACES) == {"admin"}
