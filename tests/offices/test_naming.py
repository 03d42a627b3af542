"""Codes that tell a customer's offices apart."""

import pytest

from offices.naming import next_code
from tests.accounts import make as people
from tests.macd.make import office

pytestmark = pytest.mark.usefixtures("system")


@pytest.mark.parametrize(
    ("town", "code"),
    [("Gent", "GEN"), ("Liège", "LIE"), ("'s-Gravenvoeren", "SGR"), ("北京", "OFF"), ("", "OFF")],
)
def test_a_code_begins_like_the_town(town, code):
    assert next_code(customer_id=people.customer().pk, municipality=town) == code


def test_a_taken_code_gets_a_number_per_customer():
    customer, other = people.customer(), people.customer()
    for expected in ("GEN", "GEN2", "GEN3"):
        code = next_code(customer_id=customer.pk, municipality="Gent")
        assert code == expected
        office(customer, code)
    assert next_code(customer_id=other.pk, municipality="Gent") == "GEN"
