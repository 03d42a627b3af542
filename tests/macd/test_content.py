"""Canonical content: the same things give the same bytes, other things give others."""

import json
from decimal import Decimal
from itertools import product

import pytest
from django.utils import timezone, translation

from macd import queries
from macd.canonical import canonical, hash_of
from macd.content import content_of, money
from macd.models import Document, DocumentVersion
from offices.models import Office
from tests.macd import make


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("1.005", "1.01"), ("-1.005", "-1.01"), ("0.0049", "0.00"), ("2", "2.00")],
)
def test_amounts_are_in_cents_half_up(amount, shown):
    assert money(Decimal(amount)) == shown


LANGUAGES = ("nl", "fr", "en", "de", "nl-be")
ZONES = ("UTC", "Europe/Brussels", "Asia/Tokyo", "Pacific/Pago_Pago")


def _strange(language):
    """A request with everything that could be read in more than one way."""
    world = make.world(language=language)
    Office.objects.filter(pk=world.office.pk).update(box="4", floor="3", name="Zoë & Größe")
    document = make.move(world)
    return queries.whole(document.pk)


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("own", ["nl", "fr", "en", "de"])
def test_content_is_the_same_to_every_reader(own):
    """Hash and bytes depend neither on the reader's language nor on a time zone."""
    told = canonical(content_of(_strange(own)))
    number = json.loads(told)["number"]
    for language, zone in product(LANGUAGES, ZONES):
        with translation.override(language), timezone.override(zone):
            again = queries.whole(Document.objects.get(number=number).pk)
            assert canonical(content_of(again)) == told
    assert json.loads(told)["office"]["address"]["box"] == "4"


@pytest.mark.usefixtures("system")
def test_content_read_back_from_the_database_has_the_same_hash():
    document = make.submitted(make.world())
    version = DocumentVersion.objects.get(document=document)
    assert hash_of(version.content) == version.content_hash == document.content_hash
    assert hash_of(content_of(queries.whole(document.pk))) == version.content_hash


@pytest.mark.usefixtures("system")
def test_settings_are_named_in_the_documents_language_with_both_values():
    world = make.world(language="nl")
    [line] = content_of(queries.whole(make.change(world).pk))["lines"]
    settings = {each["code"]: each for each in line["settings"]}
    assert settings["speed"]["after"].startswith("500")
    assert set(settings) == {*line["current"], *line["desired"]}


@pytest.mark.usefixtures("system")
def test_content_names_what_both_sides_agree_on():
    world = make.world()
    content = content_of(queries.whole(make.change(world).pk))
    [line] = content["lines"]
    assert line["current_offering"]["name"] == "SmartFit Internet Plus"
    assert line["offering"]["name"] == "SmartFit Internet Extra"
    assert content["totals"] == {
        "monthly_before": "50.00",
        "monthly_after": "90.00",
        "monthly_difference": "40.00",
        "once": "0.00",
    }
    assert content["agreements"] == [{"number": world.agreement.number, "end": "2028-01-01"}]
