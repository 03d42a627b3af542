"""Every event that the code records in the audit trail has words in every language."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import translation

from macd.recorded import ABOUT, ALONE, Subject, event_in_words, subjects_of
from macd.vocabulary import Happening, LineStep, Reminder, Step
from services.cancellation import open_case
from services.corrections import propose_correction
from tests.macd import make

WRITTEN = re.compile(r'"((?:case|customer|office|outbox|absence|webhook|self_service)\.[a-z_]+)"')
BEGUN = re.compile(r'event=f"([a-z_]+)\.')
APPS = ("accounts", "offices", "services", "finance", "macd")


def sources():
    for app in APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            yield path.read_text()


def test_what_the_code_records_has_words():
    found = {code for text in sources() for code in WRITTEN.findall(text)}
    assert "outbox.drop" in found
    assert {code for code in found if event_in_words(code) == code} == set()
    begun = {code for text in sources() for code in BEGUN.findall(text)}
    alone = {code.split(".")[0] for code in ALONE}
    assert begun - alone - set(ABOUT) == {"document"}


def test_every_step_of_a_document_has_words():
    codes = [*Step.values, *Happening.values, *Reminder.values]
    codes += [f"line_{code}" for code in LineStep.values]
    assert all(event_in_words(f"document.{code}") != f"document.{code}" for code in codes)


@pytest.mark.parametrize("step", [Step.START_DELIVERY, Step.DISCARD, Step.SUBMIT])
def test_what_happened_is_not_told_as_what_somebody_is_to_do(step):
    assert event_in_words(f"document.{step}") != step.label


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Office: Closed"), ("nl", "Vestiging: Gesloten"), ("fr", "Site\xa0: Clôturé")],
)
def test_what_became_of_a_thing_is_told_in_the_language_of_the_page(language, words):
    with translation.override(language):
        assert event_in_words("office.closed") == words


def test_a_code_that_nobody_knows_stays_as_it_is():
    assert event_in_words("document.of_old") == "document.of_old"
    assert event_in_words("plain") == "plain"


@pytest.mark.usefixtures("system")
def test_a_reference_stands_for_what_people_know():
    world = make.world()
    case = open_case(customer_id=world.customer.pk, by=world.signatory, at=make.AT, channel="page")
    correction = propose_correction(
        service=world.service, effective_on=make.TODAY, reason="Typed wrongly.",
        change={"set": {"recurring_price": "1.0000"}}, person_id=world.operations.pk, at=make.AT,
    )  # fmt: skip
    found = subjects_of(
        [str(correction.public_id), str(case.public_id), str(world.office.public_id),
         f"customer/{world.customer.pk}", "MACD-2026-00001", str(uuid4())]
    )  # fmt: skip
    service = Subject(world.service.service_id, f"/services/{world.service.service_id}/")
    office = Subject(str(world.office), f"/offices/{world.office.public_id}/")
    company = Subject(world.customer.legal_name)
    assert found == {
        str(correction.public_id): service,
        str(case.public_id): company,
        str(world.office.public_id): office,
        f"customer/{world.customer.pk}": company,
    }
