"""Pages are tried through the real middleware: signed in, inside one's own wall."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Person
from tests.macd import make


@pytest.fixture
def world(system: None, settings) -> make.World:
    """A small company, in an installation whose clock runs on the day of its documents."""
    settings.MACD_CLOCK = make.AT.isoformat()
    return make.world()


@pytest.fixture
def browser(world: make.World) -> Callable[[Person], Client]:
    """A signed-in browser of somebody."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
