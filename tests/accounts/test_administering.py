"""Forms of the administration: days, languages, structures and rights as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.contrib.auth.models import Permission
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation

from accounts.admin import hide_foreign_models
from accounts.administering import (
    FigureField,
    LanguagesField,
    PeriodField,
    RightsField,
)


def test_a_period_is_written_by_its_last_day_and_stored_by_the_day_after():
    field = PeriodField(required=True)
    stored = field.clean(["2026-01-01", "2026-03-31"])
    assert stored == DateRange(date(2026, 1, 1), date(2026, 4, 1))
    assert field.prepare_value(stored) == [date(2026, 1, 1), date(2026, 3, 31)]
    assert field.clean(["2026-01-01", ""]) == DateRange(date(2026, 1, 1), None)
    assert not field.has_changed(stored, ["2026-01-01", "2026-03-31"])


def test_each_day_has_its_label():
    page = PeriodField().widget.render("valid", None, {"id": "id_valid"})
    assert '<label for="id_valid_0">First day' in page
    assert page.count('type="date"') == 2


def test_a_period_that_ends_before_it_begins_is_refused():
    for last in ("2026-01-01", "2026-03-30"):
        with pytest.raises(forms.ValidationError, match="The last day lies before the first"):
            PeriodField().clean(["2026-03-31", last])
    assert PeriodField().clean(["2026-03-31", "2026-03-31"]).lower == date(2026, 3, 31)


def test_texts_are_asked_language_by_language():
    field = LanguagesField(label="Names")
    texts = {"nl": "Bier", "fr": "Bière", "en": "Beer", "de": "Bier"}
    assert field.clean(["Bier", "Bière", "Beer", "Bier"]) == texts
    assert field.clean(["", "", "Beer", ""]) == {"en": "Beer"}
    assert field.widget.decompress(texts) == ["Bier", "Bière", "Beer", "Bier"]
    with pytest.raises(forms.ValidationError):
        field.clean(["", "", "", ""])


def test_rights_are_named_by_what_is_shown(db):
    # The list of addresses does so, which may not be loaded yet.
    hide_foreign_models()
    field = RightsField(required=False)
    field.offer_what_is_there()
    shown = {right.content_type.model for right in field.queryset}
    assert "customer" in shown
    assert "emailaddress" not in shown
    right = Permission.objects.get(codename="add_customer")
    with translation.override("fr"):
        assert field.label_from_instance(right) == "Clients · ajouter"


def test_a_figure_is_written_as_the_language_does():
    price = FigureField(max_digits=14, decimal_places=4)
    percent = FigureField(max_digits=5, decimal_places=2)
    with translation.override("nl"):
        assert price.prepare_value(Decimal("79.0000")) == "79,00"
        assert price.prepare_value(Decimal("0.1250")) == "0,125"
        assert percent.prepare_value(Decimal("10.00")) == "10"
        assert percent.clean("12,5") == Decimal("12.5")
        assert not percent.has_changed(Decimal("10.00"), "10")


def test_a_period_has_no_day_out_of_reach():
    with pytest.raises(forms.ValidationError, match="31 December 2099"):
        PeriodField().clean(["2026-01-01", "9999-12-31"])
