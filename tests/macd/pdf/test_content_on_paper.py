"""What was agreed is what is printed: every value of the content stands in the sealed file."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from accounts.enterprise_numbers import vat_number
from files.storage import read
from macd import queries
from macd.kinds import rules_for
from macd.models import Document
from macd.pdf.wording import amount, day
from macd.printing.details import in_words
from macd.sealing import seal_version
from macd.vocabulary import Purpose, Side
from offices.models import Office
from services.numbers import shown
from signing.verify import Finding, verify_pdf
from tests.macd import make
from tests.macd.pdf.tools import needs_poppler, squeezed, text_of

pytestmark = [pytest.mark.usefixtures("system"), needs_poppler]
TYPED = {
    "reference": "Ons dossier 77",
    "po_number": "PO-7781",
    "explanation": "The lease ends in May.",
    "access_hours": "8–17 h",
    "access_notes": "Ring at the gate.",
    "existing_line": "LN-445566",
    "technical_notes": "Splice box in the cellar.",
    "conditions": "The works are capped at 500 euro.\nThe old modem stays.",
    "window": "morning",
    "gap_confirmed": "yes",
    "overlap_days": "5",
}
# Codes for machines; what they mean is printed in words, by the settings and the labels.
CODES = {"schema", "kind", "language", "public_id", "action", "decision", "current", "desired"}
KINDS = {"move": make.move, "add": make.add, "change": make.change, "delete": make.delete}


def signed(kind: str, language: str) -> Document:
    """A signed request with a value in every field that its kind has."""
    world = make.world(language=language)
    Office.objects.filter(pk=world.office.pk).update(box="4", floor="Zolder", code="GNT-1")
    document = KINDS[kind](world)
    document = make.in_review(world, document)
    for side, person in ((Side.CUSTOMER, world.requester), (Side.PROVIDER, world.manager)):
        values = {
            field.path: TYPED[field.code]
            for field in rules_for(kind).fields_for(document)
            if field.owner == side and field.code in TYPED
        }
        document = make.fill(world, document, person, **values)
    document = make.owed(world, document, Side.PROVIDER)
    document = make.step(world, document, "approve", world.manager, seen=document.content_hash)
    if document.status == "awaiting_second_approval":
        second = world.finance if document.finance_decides else world.lead
        document = make.step(world, document, "confirm", second, seen=document.content_hash)
    return make.sign(world, document, world.signatory)


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of a content with the keys that lead to it."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, (*path, key))
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child, path)
    elif value not in (None, "", False):
        yield path, value


def printed(path: tuple[str, ...], value: Any, kind: str, language: str) -> list[str]:
    """How a value of the content stands on paper."""
    name, parent = path[-1], path[-2] if len(path) > 1 else ""
    money = {"currency": "EUR", "language": language}
    if CODES & set(path) or (parent == "settings" and name == "code"):
        return []
    if path[0] == "sections":
        field = rules_for(kind).field(f"{path[1]}.{path[2]}")
        assert field is not None
        return in_words(field, value).splitlines()
    if path[0] == "totals" or name.startswith("price_"):
        return [amount(str(value), **money)]
    if name.endswith("_on") and name != "received_on":
        return [day(value)]
    special = {
        "enterprise_number": lambda: [vat_number(value)],
        "vat": lambda: [vat_number(value)],
        "address": lambda: value.split(", "),
        "country": list,
        "received_on": list,
        "end": lambda: [day((date.fromisoformat(value) - timedelta(days=1)).isoformat())],
        "forward_to": lambda: [shown(value)],
        "quantity": lambda: [str(value)] if value > 1 else [],
        "quantity_before": lambda: [str(value)] if value > 1 else [],
    }
    if parent == "numbers":
        return [shown(name)]
    return special[name]() if name in special else [str(value)]


@pytest.mark.parametrize(
    ("kind", "language"), [("move", "nl"), ("add", "fr"), ("change", "de"), ("delete", "en")]
)
def test_every_value_that_was_agreed_is_found_in_the_sealed_file(
    kind: str, language: str, tmp_path: Path, settings: Any
) -> None:
    settings.DEMO, settings.SEAL_DIR = True, tmp_path
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = ""
    document = signed(kind, language)
    rendering = document.renderings.get(purpose=Purpose.SEALED)
    sealed = seal_version(rendering.pk, at=make.AT)
    assert sealed.stored_file is not None
    pdf = read(sealed.stored_file)
    assert verify_pdf(pdf).verdict == Finding.GENUINE
    content = document.versions.get(number=document.version).content
    page = squeezed(text_of(pdf, tmp_path))
    with translation.override(language):
        wanted = [
            (path, text)
            for path, value in leaves(content)
            for text in printed(path, value, kind, language)
        ]
    assert len(wanted) > 30
    assert [(path, text) for path, text in wanted if squeezed(text) not in page] == []
    assert queries.whole(document.pk).status == "in_delivery"
