"""The administration: versions are published, parameters checked, the inventory only read."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.tenancy import as_system
from services.models import AgreementDiscount, OfferingVersion, PolicyParameter
from tests.accounts import make as accounts
from tests.macd.views.pages import page_of, send
from tests.services import make


@pytest.fixture
def administrator(client, system):
    person = accounts.staff("administrator", is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


def url(model, page, *args):
    return reverse(f"admin:services_{model}_{page}", args=args)


def test_pages_open(administrator):
    service = make.installed(accounts.customer())
    version = service.periods.get().offering_version
    for address in (
        url("offering", "changelist"),
        url("offering", "change", version.offering_id),
        url("offeringversion", "changelist"),
        url("offeringversion", "change", version.pk),
        url("policyparameter", "changelist"),
        url("service", "changelist"),
        url("service", "change", service.pk),
        url("agreement", "changelist"),
    ):
        assert administrator.get(address).status_code == 200, address


def test_the_inventory_is_only_read(administrator):
    service = make.installed(accounts.customer())
    assert administrator.get(url("service", "add")).status_code == 403
    assert administrator.post(url("service", "delete", service.pk)).status_code == 403
    changed = administrator.post(url("service", "change", service.pk), {"service_id": "X"})
    assert changed.status_code == 403


def test_a_draft_is_published_by_the_action_and_then_stays(administrator):
    offering = make.version().offering
    draft = OfferingVersion.objects.create(
        offering=offering, number=2, names=make.names("Next"), valid=("2026-01-01", None)
    )
    address = url("offeringversion", "changelist")
    chosen = {"action": "publish", "_selected_action": [draft.pk]}
    said = administrator.post(address, chosen, follow=True)
    assert "is published" in said.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is not None
    said = administrator.post(address, chosen, follow=True)
    assert "published already" in said.content.decode()
    page = url("offeringversion", "change", draft.pk)
    assert administrator.post(page, {"number": 3}).status_code == 403
    gone = administrator.post(url("offeringversion", "delete", draft.pk), {"post": "yes"})
    assert gone.status_code == 403


def test_the_settings_of_a_draft_are_fields(administrator):
    sold = make.version()
    draft = OfferingVersion.objects.create(
        offering=sold.offering, number=2, names=sold.names, valid=("2026-01-01", None),
        characteristics=sold.characteristics,
    )  # fmt: skip
    page = url("offeringversion", "change", draft.pk)
    shown = page_of(administrator.get(page)).fields
    assert shown["characteristics-0-maximum"] == "1000"
    ticked = dict.fromkeys(
        (name for name in shown if name.endswith(("material", "mandatory"))), "on"
    )
    answer = send(administrator, page, **ticked, **{"characteristics-0-maximum": "2000"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert [one["code"] for one in draft.characteristics] == ["speed", "sla"]
    assert draft.characteristics[0]["maximum"] == 2000
    assert draft.characteristics[1] == sold.characteristics[1]
    published = administrator.get(url("offeringversion", "change", sold.pk)).content.decode()
    assert "characteristics-0" not in published


def test_the_next_version_begins_with_what_the_last_one_says(administrator):
    sold = make.version(recurring_price="50.25", one_time_price="10", maximum_quantity=7)
    page = page_of(administrator.get(url("offeringversion", "change", sold.pk)))
    add = str(page.hooks["next-version"]["href"])
    shown = page_of(administrator.get(add)).fields
    assert shown["number"] == str(sold.number + 1)
    assert not shown["valid_0"]
    ticked = dict.fromkeys(
        (name for name in shown if name.endswith(("material", "mandatory"))), "on"
    )
    answer = send(administrator, add, recurring_price="60", valid_0="2027-01-01", **ticked)
    assert answer.status_code == 302
    draft = OfferingVersion.objects.get(published_at=None)
    assert draft.names == sold.names
    assert draft.characteristics == sold.characteristics
    assert (draft.recurring_price, draft.maximum_quantity) == (60, 7)
    draft_page = page_of(administrator.get(url("offeringversion", "change", draft.pk)))
    assert "next-version" not in draft_page.hooks


@pytest.mark.parametrize("after", ["", "x", "0", "999999999999", "1 or 1"])
def test_without_a_version_before_it_a_version_begins_empty(administrator, after):
    page = administrator.get(url("offeringversion", "add"), {"after": after})
    assert page.status_code == 200
    assert not page_of(page).fields["number"]


def test_bad_definitions_are_told_beside_the_field(administrator):
    offering = make.version().offering
    said = administrator.post(
        url("offeringversion", "add"),
        {
            "offering": offering.pk,
            "number": 2,
            "names_en": "Only English",
            "characteristics-TOTAL_FORMS": "1",
            "characteristics-INITIAL_FORMS": "0",
            "characteristics-0-code": "Speed",
            "characteristics-0-choices-TOTAL_FORMS": "0",
            "characteristics-0-choices-INITIAL_FORMS": "0",
            "recurring_price": "1",
            "one_time_price": "0",
            "minimum_quantity": "1",
            "valid_0": "2026-01-01",
        },
    )
    text = said.content.decode()
    assert said.status_code == 200
    assert "Missing: nl, fr, de" in text
    assert "Small letters, figures and underscores" in text


def test_a_parameter_takes_only_what_it_can_be(administrator):
    with as_system():
        row = PolicyParameter.objects.get(code="draft_days")
    page = url("policyparameter", "change", row.pk)
    facts = {"code": "draft_days", "valid_0": "2000-01-01", "valid_1": ""}
    said = administrator.post(page, {**facts, "value": '"soon"'})
    assert "whole number" in said.content.decode()
    said = administrator.post(page, {**facts, "value": "14"})
    assert said.status_code == 302
    row.refresh_from_db()
    assert row.value == 14


def test_an_agreement_ends_with_its_last_day(administrator):
    """Decision 28: stored half-open, shown as the last day with service."""
    agreement = make.agreement(accounts.customer())
    for address in (url("agreement", "changelist"), url("agreement", "change", agreement.pk)):
        text = administrator.get(address).content.decode()
        assert "31 Dec 2027" in text or "31 December 2027" in text
        assert "1 Jan 2028" not in text
        assert "1 January 2028" not in text


def test_a_discount_is_written_as_one_and_offerings_by_name(administrator):
    offering = make.version(names=make.names("Fast line")).offering
    agreement = make.agreement(accounts.customer())
    AgreementDiscount.objects.create(
        customer=agreement.customer,
        agreement=agreement,
        offering=offering,
        percent=Decimal("10.00"),
        valid=("2026-01-01", None),
    )
    text = administrator.get(url("agreementdiscount", "changelist")).content.decode()
    assert "10%" in text
    assert "Fast line" in text
    text = administrator.get(url("agreementdiscount", "add")).content.decode()
    assert f"Fast line ({offering.code})" in text


def test_what_was_sold_is_not_deleted_and_it_is_said_what_to_do(administrator):
    offering = make.version(names=make.names("Fast line")).offering
    text = administrator.get(url("offering", "delete", offering.pk)).content.decode()
    assert "Delete Fast line?" in text
    assert "Fast line has versions" in text
    assert 'name="post"' not in text


@pytest.mark.parametrize(
    ("model", "words"),
    [("offering", "SUDDEN light"), ("offeringversion", "sudden"), ("policyparameter", "urgency")],
)
def test_things_are_found_by_what_the_page_calls_them(administrator, model, words):
    make.version(names=make.names("Sudden light"))
    make.version(make.version(names=make.names("Other")).offering, valid_from=date(2026, 1, 1))
    page = administrator.get(url(model, "changelist"), {"q": words})
    found = page.context["cl"].result_count
    assert found == 1
    assert words.casefold() in page.content.decode().casefold()


def test_a_parameter_says_its_unit_wherever_it_is_named(administrator):
    row = PolicyParameter.objects.get(code="draft_days")
    for page in ("changelist", "delete"):
        args = [row.pk] if page == "delete" else []
        text = administrator.get(url("policyparameter", page, *args)).content.decode()
        assert f"{row.value} days" in text
