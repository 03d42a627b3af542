"""Limits of numbers, as each language writes them."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.limits import DecimalField, IntegerField, grouped
from accounts.models import Customer, Person

WRITTEN = {"en": "1,000,000", "nl": "1.000.000", "fr": "1\xa0000\xa0000", "de": "1.000.000"}


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("field", [IntegerField, DecimalField])
def test_a_limit_is_told_as_the_language_writes_it(language, field):
    bounded = field(min_value=-1_000_000, max_value=1_000_000)
    with translation.override(language):
        assert grouped(Decimal(1_000_000)) == WRITTEN[language]
        for beyond in ("1000001", "-1000001"):
            with pytest.raises(ValidationError) as refused:
                bounded.clean(beyond)
            assert WRITTEN[language] in refused.value.messages[0]
        assert bounded.clean("1000000") == 1_000_000


def test_so_is_what_a_column_holds_in_the_administration(rf):
    request = rf.get("/")
    request.user = Person(is_active=True, is_superuser=True)
    form = admin.site.get_model_admin(Customer).get_form(request)
    with translation.override("en"):
        typed = form({"worker_count": "9999999999"})
        assert "2,147,483,647" in str(typed.errors["worker_count"])
