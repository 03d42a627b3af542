"""Each figure says how it came about."""

from datetime import date

from finance.explaining import figures_of
from finance.exposure import sides_of
from tests.finance.conftest import workers
from tests.macd import make


def told(case, *, for_the_desk=True):
    [side] = sides_of(case)
    return {figure.label: figure for figure in figures_of(side, for_the_desk=for_the_desk)}


def test_rule_57_each_figure_names_inputs_rule_source_and_parameter_version(case, world):
    """What went in, by which rule, according to whom, and which value of which parameter."""
    figures = told(case)
    contract = figures["Last day by the contract"]
    assert contract.value == date(2027, 12, 31)
    assert "in time" in contract.rule
    assert ("Last day for notice in this term", date(2027, 9, 30)) in contract.inputs
    assert world.agreement.number in contract.source
    small = figures["Last day by the law, with 9 workers or fewer"]
    assert "111/3" in small.source
    [parameter] = small.used
    assert (parameter["value"], parameter["since_on"]) == ("9 workers", date(2000, 1, 1))
    assert all(figure.rule and figure.source for figure in figures.values())


def test_both_readings_only_while_the_count_is_not_known(world, case):
    assert {label for label in told(case) if label.startswith("Last day by the law")} == {
        "Last day by the law, with 9 workers or fewer",
        "Last day by the law, with more than 9 workers",
    }
    case.worker_count = 50
    case.agreements.update(statutory_end_on="2028-01-01")
    assert "Last day by the law" in told(case)
    assert "Fee for leaving early" not in told(case)


def test_what_only_finance_weighs_is_not_for_the_customer(world, case):
    workers(world.customer, 5)
    desk, customer = set(told(case)), set(told(case, for_the_desk=False))
    assert desk - customer == {"Value to the contractual end", "Last day to act", "A doubt"}
    assert told(case)["Last day to act"].value == make.TODAY
