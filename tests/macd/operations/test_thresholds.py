"""Figures that decide: money at stake, signatures that are missing."""

import pytest

from accounts.models import SigningRule
from macd import queries
from macd.operations.thresholds import needs_second_approval, signatures_missing
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.mark.parametrize(("threshold", "needed"), [("879.99", True), ("880", False)])
def test_rule_14_strictly_above_the_threshold(threshold, needed):
    world = make.world()
    make.threshold(threshold)
    document = queries.whole(make.change(world).pk)
    # 40 more each month, for the 22 begun months to the end of the agreement.
    assert needs_second_approval(document, at=make.AT) is needed


def test_rule_14_a_decrease_counts_as_much_as_an_increase():
    world = make.world()
    make.threshold("1099.99")
    # 50 less each month, for 22 months.
    document = queries.whole(make.delete(world).pk)
    assert needs_second_approval(document, at=make.AT)


@pytest.mark.parametrize(("rule", "missing"), [(SigningRule.ONE, 1), (SigningRule.TWO_JOINTLY, 2)])
def test_rule_13_how_many_signatures_are_missing(rule, missing):
    world = make.world(signing_rule=rule)
    document = make.approved(world)
    assert signatures_missing(document, signing=None) == missing
    assert signatures_missing(document, signing=world.signatory.pk) == missing - 1
