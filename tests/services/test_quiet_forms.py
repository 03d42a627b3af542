"""Periods of every year are asked by rows of days and months, and stored as they always were."""

import pytest
from django.forms import modelform_factory
from django.urls import reverse
from django.utils import translation

from accounts.tenancy import as_system
from services.models import PolicyParameter
from services.parameter_forms import PolicyParameterForm
from services.quiet_forms import FRESH_PERIODS
from tests.accounts import make as accounts
from tests.macd.views.pages import page_of

CODE = "quiet_periods"
PARTS = ("first_day", "first_month", "last_day", "last_month")
asked = modelform_factory(PolicyParameter, form=PolicyParameterForm, fields=("code", "value"))


def sent(*rows: tuple[object, ...]) -> dict[str, object]:
    """What the page sends for these rows, each a day, a month, a day and a month."""
    said: dict[str, object] = {
        "code": CODE,
        "value-TOTAL_FORMS": len(rows),
        "value-INITIAL_FORMS": 1,
    }
    for number, row in enumerate(rows):
        said |= {f"value-{number}-{part}": one for part, one in zip(PARTS, row, strict=True)}
    return said


@pytest.fixture
def row(system):
    return PolicyParameter.objects.get(code=CODE)


EMPTY = ("", "", "", "")


@pytest.mark.parametrize(
    ("rows", "stored"),
    [
        ([(24, 12, 2, 1)], "12-24/01-02"),
        ([(24, 12, 2, 1), EMPTY, (21, 7, 21, 7)], "12-24/01-02, 07-21/07-21"),
        ([EMPTY, (1, 2, 28, 2)], "02-01/02-28"),
    ],
)
def test_rows_are_stored_and_what_is_empty_is_ignored(row, rows, stored):
    form = asked(sent(*rows), instance=row)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["value"] == stored


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([(31, 2, 3, 3)], "first_day"),
        ([(28, 2, 29, 2)], "last_day"),
        ([(24, 12, "", "")], "last_day"),
        ([("", "", 2, 1)], "first_month"),
        ([(32, 12, 2, 1)], "first_day"),
        ([(24, 13, 2, 1)], "first_month"),
    ],
)
def test_what_is_no_period_is_refused_beside_its_field(row, rows, where):
    form = asked(sent(*rows), instance=row)
    assert not form.is_valid()
    assert form["value"].data.forms[0].errors[where]
    assert 'class="errorlist"' in str(form["value"])


@pytest.mark.parametrize("said", [sent(EMPTY), {"code": CODE}, {"code": CODE, "value": "soon"}])
def test_without_a_period_it_says_so_and_offers_rows(system, said):
    form = asked(said)
    assert "at least one period" in str(form.errors["value"])
    assert 'name="value-0-first_day"' in str(form["value"])


@pytest.mark.parametrize(
    ("language", "month", "label"),
    [
        ("en", "December", "Month of the first day"),
        ("nl", "december", "Maand van de eerste dag"),
        ("fr", "décembre", "Mois du premier jour"),
        ("de", "Dezember", "Monat des ersten Tages"),
    ],
)
def test_stored_periods_come_as_rows_in_the_readers_language(row, language, month, label):
    row.value = "12-24/01-02, 07-21/07-21"
    with translation.override(language):
        drawn = str(asked(instance=row)["value"])
    assert f'<option value="12" selected>{month}</option>' in drawn
    assert label in drawn
    assert drawn.count("<fieldset") == 2 + FRESH_PERIODS
    assert "12-24" not in drawn


def test_the_page_keeps_what_is_filled_in(client, row):
    with as_system():
        person = accounts.staff("administrator", is_staff=True, is_superuser=True)
    client.force_login(person)
    address = reverse("admin:services_policyparameter_change", args=[row.pk])
    fields = page_of(client.get(address)).fields
    assert [fields[f"value-0-{part}"] for part in PARTS] == ["24", "12", "2", "1"]
    fields |= {f"value-1-{part}": value for part, value in zip(PARTS, (21, 7, 21, 7), strict=True)}
    assert client.post(address, fields).status_code == 302
    row.refresh_from_db()
    assert row.value == "12-24/01-02, 07-21/07-21"
    again = page_of(client.get(address)).fields
    refused = page_of(client.post(address, {**again, "value-1-first_day": "32"}))
    assert "Mend what is marked." in refused.text
    assert refused.fields["value-1-first_day"] == "32"
