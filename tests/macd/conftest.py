"""Requests at some stage, each in a company of its own."""

import pytest

from macd.models import Document
from tests.macd import make

Made = tuple[make.World, Document]


@pytest.fixture
def sent(system: None) -> Made:
    """One that the requester sent."""
    world = make.world()
    return world, make.submitted(world)


@pytest.fixture
def in_review(system: None) -> Made:
    """One that the account manager completes."""
    world = make.world()
    return world, make.in_review(world, make.change(world))


@pytest.fixture
def approved(system: None) -> Made:
    """One that waits for its signature."""
    world = make.world()
    return world, make.approved(world)


@pytest.fixture
def started(system: None) -> Made:
    """One in delivery."""
    world = make.world()
    return world, make.started(world, make.change(world))
