"""Stored facts of the administration, as people read them."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation

from audit.models import AuditEvent
from macd.templatetags.macd_manage import in_words, may_write, told
from services.models import OfferingVersion
from tests.accounts import make as accounts
from tests.offices import make as offices
from tests.services import make as catalogue


def field(instance, name):
    """A read-only field as Django's administration hands one to a template."""
    return SimpleNamespace(
        field={"name": name, "field": name},
        form=SimpleNamespace(instance=instance),
        model_admin=None,
        contents=lambda: "–",
    )


def test_facts_are_lines_with_words_and_no_json():
    event = AuditEvent(facts={"from": "draft", "line": None, "outside": True, "task": []})
    page = told(field(event, "facts"))
    assert "<dt>from</dt>" in page
    assert "told to other systems" in page
    assert "Yes" in page
    assert not {"null", "None", "{", "[", "True"} & set(page.split())


@pytest.mark.usefixtures("system")
def test_what_facts_hold_by_number_or_code_is_told_by_its_name():
    office, version = offices.office(accounts.customer()), catalogue.version()
    facts = {
        "from": "signed", "to": "in_delivery", "office_id": office.pk,
        "offering_version_id": version.pk, "recurring_price": "50.0000",
        "configuration": {"speed": 100, "sla": "gold", "of_old": "x"},
    }  # fmt: skip
    page = told(field(AuditEvent(facts=facts), "facts"))
    for name in ("Planned", str(office), version.name, "50.00", "100 Mbps", "Gold", "of old"):
        assert name in page
    assert "in_delivery" not in page


def test_texts_are_told_by_their_language_and_inside_others_in_one():
    names = {"nl": "Model", "fr": "Modèle", "en": "Model", "de": "Modell"}
    version = OfferingVersion(names=names, characteristics=[{"code": "model", "names": names}])
    with translation.override("fr"):
        assert "<dt>Allemand</dt>" in told(field(version, "names")).replace("allemand", "Allemand")
        inside = told(field(version, "characteristics"))
    assert "Modèle" in inside
    assert "Modell" not in inside


def test_a_period_is_told_by_its_first_and_last_day():
    version = OfferingVersion(valid=DateRange(date(2026, 1, 1), date(2026, 4, 1)))
    assert "31 March 2026" in told(field(version, "valid"))
    version.valid = DateRange(date(2026, 1, 1), None)
    assert told(field(version, "valid")).startswith("from ")


def test_other_values_are_djangos_with_yes_and_no_in_the_language():
    assert told(field(OfferingVersion(), "number_of_nothing")) == "–"
    assert told(field(OfferingVersion(), "successor")) == "–"
    mark = '<td><img src="/icon-yes.svg" alt="True"></td>'
    with translation.override("nl"):
        assert "Ja" in in_words(mark)
    assert "True" not in in_words(mark)
    assert in_words("<td>5</td>") == "<td>5</td>"


def test_rows_are_written_where_one_may_change_or_add():
    rows = SimpleNamespace(has_change_permission=False, has_add_permission=False)
    assert not may_write(rows)
    rows.has_add_permission = True
    assert may_write(rows)
