"""What one row of a file says, and all that is wrong with it at once."""

import pytest

from services.imports.checking import Known, read_row
from tests.accounts import make as accounts
from tests.services import make


@pytest.fixture
def known(system):
    return Known.of(customer_id=accounts.customer().pk, on=make.TODAY)


def test_every_column_that_is_wrong_is_told(known):
    row = {"service_id": "", "offering": "none", "quantity": "many", "recurring_price": "NaN"}
    told = {problem["column"] for problem in read_row(row, known).problems}
    assert {"service_id", "offering", "quantity", "recurring_price"} <= told


def test_unknown_and_missing_heads_are_told(known):
    told = {
        (one["column"], one["message"]["en"]) for one in known.unknown_columns(["offering", "odd"])
    }
    assert ("service_id", "This column is needed.") in told
    assert any(column == "odd" for column, _message in told)


def test_of_a_choice_the_codes_are_told(known):
    """A form shows what is offered; who writes a file reads it here."""
    offering = make.version(characteristics=[make.SLA]).offering
    known = Known.of(customer_id=known.customer_id, on=make.TODAY)
    problems = read_row(
        {"service_id": "A-1", "offering": offering.code, "sla": "x"}, known
    ).problems
    (told,) = (each["message"] for each in problems if each["column"] == "sla")
    assert told["en"] == "Give one of: basic, gold."


def test_another_companys_office_is_not_known(known):
    other = make.installed(accounts.customer())
    office = other.periods.get().office
    assert office is None or office.code not in known.offices
