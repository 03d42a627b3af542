"""Numbers of the house as people read them."""

from decimal import Decimal

import pytest
from django.utils import translation

from services.figures import euros, percentage, plain_number, set_to


@pytest.mark.parametrize(
    ("language", "written"), [("nl", "10%"), ("fr", "10\xa0%"), ("de", "10\xa0%"), ("en", "10%")]
)
def test_a_percentage_is_written_as_the_language_does(language, written):
    with translation.override(language):
        assert percentage(Decimal("10.00")) == written


def test_a_number_has_the_decimals_it_has():
    assert plain_number(Decimal("2.50")) == "2.5"
    assert plain_number(Decimal("79.0000"), least=2) == "79.00"
    assert plain_number(Decimal(1000)) == "1,000"
    with translation.override("nl"):
        assert plain_number(Decimal("2.50")) == "2,5"


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("acknowledge_business_days", 1, "1 business day"),
        ("acknowledge_business_days", 5, "5 business days"),
        ("agreement_term_months", 36, "36 months"),
        ("second_approval_threshold", "10000.00", "€ 10,000.00 excl. VAT"),
        ("second_approval_discount_percent", "20", "20%"),
        ("quiet_periods", "12-24/01-02", "24 December – 2 January"),
        ("quiet_periods", "12-24/01-02, 07-21/07-21", "24 December – 2 January, 21 July"),
        ("business_day_starts", "09:00", "09:00"),
        ("gone", 3, "3"),
        ("draft_days", "soon", "soon"),
        ("urgent_surcharge", "soon", "soon"),
    ],
)
def test_a_parameter_is_said_with_its_unit(code, value, said):
    assert set_to(code, value) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "€\xa029.00"), ("nl", "€\xa029,00"), ("fr", "29,00\xa0€"), ("de", "29,00\xa0€")],
)
def test_an_amount_is_written_as_each_language_does(language, said):
    with translation.override(language):
        assert euros(Decimal("29.0000")) == said
