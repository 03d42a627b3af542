"""What a PDF of a version is made of: plain data in the document's language (domain.md §7).

What was agreed comes from the version's content alone, the same that is hashed and attached.
"""

from datetime import datetime
from typing import Any

from django.utils import translation

from accounts.clock import day_of
from accounts.voice import speaking
from audit.chain import Head
from macd.addendum import addendum_of
from macd.models import Document, DocumentVersion
from macd.printing.compared import changes_between, changes_on_screen
from macd.printing.details import conditions, details
from macd.printing.parties import (
    account_manager,
    agreements,
    customer,
    offer_valid_until,
    provider,
    reference,
    shown_day,
    term_sentence,
    verification_url,
)
from macd.printing.parts import offices, overview
from macd.printing.proof import (
    approvals,
    corrections,
    correspondence,
    evidence,
    instant,
    signatures,
    words_of_the_customer,
    words_of_the_provider,
)
from macd.vocabulary import Kind, Purpose

__all__ = [
    "changes_between",
    "changes_on_screen",
    "offer_valid_until",
    "render_input",
    "shown_day",
    "term_sentence",
]


def render_input(
    document: Document,
    version: DocumentVersion,
    *,
    at: datetime,
    purpose: Purpose,
    code: str,
    head: Head | None,
) -> dict[str, Any]:
    """Everything the PDF shows, frozen; the same row always gives the same bytes."""
    content = version.content
    approved, signed = words_of_the_provider(document), words_of_the_customer(document)
    with translation.override(content["language"]), speaking(to_staff=False):
        valid_until = offer_valid_until(document, at=at)
        return {
            "schema": 1,
            "language": content["language"],
            "number": content["number"],
            "version": version.number,
            "kind": content["kind"],
            "kind_name": str(Kind(content["kind"]).label),
            "content_hash": version.content_hash,
            "verification_code": code,
            "verification_url": verification_url(code),
            "generated_at": instant(at),
            "valid_until": valid_until.isoformat(),
            "provider": provider(content),
            "customer": customer(document, content),
            "customer_reference": reference(content),
            "account_manager": account_manager(document),
            "agreements": agreements(content),
            "term_sentence": term_sentence(document, on=day_of(at)),
            "addendum": addendum_of(document),
            "offices": offices(document, content),
            "overview": overview(document, content),
            "details": details(content),
            "conditions": conditions(content),
            "comments": correspondence(document),
            "approvals": approvals(approved),
            "signatures": signatures(signed),
            "corrections": corrections(document, version, [*approved, *signed]),
            "evidence": evidence(document, signed),
            "audit": {"position": head.position, "head": head.hash} if head else None,
            "preview": purpose == Purpose.PREVIEW,
        }
