"""Requests at some stage, each in a company of its own.

They are made once for all tests of a module that ask for them (which has no test with `committed`:
that one would take them away). What a test does to one is undone,
and it is given copies, so that none sees what another did.
"""

from collections.abc import Callable
from copy import deepcopy

import pytest

from accounts.tenancy import as_system
from macd.models import Document
from tests.macd import make

Made = tuple[make.World, Document]


def made(build: Callable[[make.World], Document]) -> Made:
    """Make a company and its request, for good."""
    with as_system():
        world = make.world()
        return world, build(world)


@pytest.fixture(scope="module")
def made_sent(committed_once: None) -> Made:
    return made(make.submitted)


@pytest.fixture
def sent(made_sent: Made) -> Made:
    """One that the requester sent."""
    return deepcopy(made_sent)


@pytest.fixture(scope="module")
def made_in_review(committed_once: None) -> Made:
    return made(lambda world: make.in_review(world, make.change(world)))


@pytest.fixture
def in_review(made_in_review: Made) -> Made:
    """One that the account manager completes."""
    return deepcopy(made_in_review)


@pytest.fixture(scope="module")
def made_approved(committed_once: None) -> Made:
    return made(make.approved)


@pytest.fixture
def approved(made_approved: Made) -> Made:
    """One that waits for its signature."""
    return deepcopy(made_approved)


@pytest.fixture(scope="module")
def made_started(committed_once: None) -> Made:
    return made(lambda world: make.started(world, make.change(world)))


@pytest.fixture
def started(made_started: Made) -> Made:
    """One in delivery."""
    return deepcopy(made_started)
