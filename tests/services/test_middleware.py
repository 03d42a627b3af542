"""Parameters are read once for each request, and a change in it is seen."""

from datetime import date

import pytest
from django.http import HttpResponse

from services.middleware import ParametersMiddleware
from services.parameters import parameter, remembering_parameters, set_parameter

pytestmark = pytest.mark.usefixtures("system")
ON = date(2026, 3, 2)


def test_a_request_reads_each_day_once(django_assert_num_queries):
    def view(_request):
        for code in ("draft_days", "price_validity_days", "draft_days"):
            parameter(code, on=ON)
        return HttpResponse()

    with django_assert_num_queries(1):
        ParametersMiddleware(view)(None)
    with django_assert_num_queries(2):
        parameter("draft_days", on=ON)
        parameter("draft_days", on=ON)


def test_what_is_set_counts_at_once():
    with remembering_parameters():
        assert parameter("draft_days", on=ON) == 30
        set_parameter(code="draft_days", value=12, from_on=ON)
        assert parameter("draft_days", on=ON) == 12


def test_a_day_without_values_is_told():
    with remembering_parameters(), pytest.raises(LookupError):
        parameter("draft_days", on=date(1990, 1, 1))
