"""What is frozen for the PDF: plain data, whole, in the document's language."""

import json
from typing import Any

import pytest

from audit.chain import Head
from macd.models import Document
from macd.pdf.presentation import present
from macd.printing import render_input
from macd.vocabulary import Purpose
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
CODE = "7K3M-0QXZ-9R2T-HV5C"


def frozen(document: Document, purpose: Purpose = Purpose.SEALED) -> dict[str, Any]:
    """Freeze what the document's last version prints."""
    return render_input(
        document,
        document.versions.get(number=document.version),
        at=make.AT,
        purpose=purpose,
        code=CODE if purpose == Purpose.SEALED else "",
        head=Head(7, "a" * 64),
    )


def test_it_is_plain_data_that_the_page_can_show() -> None:
    data = frozen(make.signed(make.world()))
    assert json.loads(json.dumps(data)) == data
    assert present(data)["number"] == data["number"]


def test_it_tells_both_parties_lines_and_prices() -> None:
    world = make.world()
    data = frozen(make.signed(world))
    assert data["customer"]["legal_name"] == world.customer.legal_name
    assert data["customer"]["enterprise_number"] == world.customer.enterprise_number
    assert data["account_manager"]["name"] == world.manager.name
    assert [each["number"] for each in data["agreements"]] == [world.agreement.number]
    [office] = data["offices"]
    [line] = office["lines"]
    assert office["title"] == world.office.name
    assert line["service_id"] == world.service.service_id
    assert (line["price_before"], line["price_after"]) == ("50.00", "90.00")
    assert {(each["before"], each["after"]) for each in line["differences"]} >= {
        ("SmartFit Internet Plus", "SmartFit Internet Extra")
    }
    assert data["overview"]["monthly_difference"] == "40.00"


def test_evidence_ends_with_the_signature_that_owes_the_file() -> None:
    world = make.world()
    document = make.signed(world)
    data = document.renderings.get(purpose=Purpose.SEALED).render_input
    assert [each["name"] for each in data["signatures"]] == [world.signatory.name]
    assert [each["name"] for each in data["approvals"]] == [world.manager.name]
    last = data["evidence"][-1]
    assert (last["what"], last["who"]) == ("Sign", world.signatory.name)
    assert [each["what"] for each in data["evidence"]].count("Sign") == 1
    assert data["content_hash"] == document.content_hash
    assert data["signatures"][0]["content_hash"] == document.content_hash


def test_freezing_later_tells_the_same_evidence() -> None:
    document = make.signed(make.world())
    earlier = document.renderings.get(purpose=Purpose.SEALED).render_input
    assert frozen(document)["evidence"] == earlier["evidence"]


def test_a_preview_has_neither_code_nor_signature() -> None:
    data = frozen(make.approved(make.world()), Purpose.PREVIEW)
    assert data["preview"] is True
    assert data["verification_code"] == ""
    assert data["verification_url"].endswith("/verify/")
    assert data["signatures"] == []


def test_the_code_leads_to_its_page() -> None:
    data = frozen(make.signed(make.world()))
    assert data["verification_url"].endswith(f"/verify/{CODE}/")
