"""Verifying a PDF of one megabyte: sent to the page, by its bytes, by the browser (≤ 100 ms)."""

import os
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from bench.frame.clock import best_of
from bench.frame.places import database
from bench.frame.report import Figure, Report

SIZE = 1024 * 1024
MOST_MILLISECONDS = 100
ROUNDS, SHORT_ROUNDS = 30, 5
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def run(*, short: bool) -> Report:
    """Measure the ways of asking, each at its best of several rounds."""
    with database():
        actions = _actions()
        seconds = best_of(*actions.values(), rounds=SHORT_ROUNDS if short else ROUNDS)
    return Report(
        "verify",
        [
            Figure(name, 1000 * each, "ms", at_most=MOST_MILLISECONDS)
            for name, each in zip(actions, seconds, strict=True)
        ],
        {"bytes": SIZE},
    )


def _actions() -> dict[str, Callable[[], object]]:
    from signing.ledger import new_code, record_seal
    from signing.seal import seal_pdf
    from signing.traits import traits_of
    from signing.verify import Finding, Verdict, verify_pdf, verify_traits
    from tests.signing.papers import paper

    code = new_code()
    # Random bytes stand for pictures: nothing in them can be skipped.
    ballast = zlib.compress(os.urandom(SIZE // 2)).hex().encode()[:SIZE]
    pdf = seal_pdf(pdf=_heavy(paper(code=code), ballast), reason="R", location="L", at=AT)
    record_seal(
        reference="MACD-2026-00001",
        version=1,
        content_hash="a" * 64,
        code=code,
        pdf=pdf,
        stored_file_id=1,
        audit_head=None,
        at=AT,
    )
    altered, traits = pdf.replace(b"(Order)", b"(Offer)", 1), traits_of(pdf)

    def asked(ask: Callable[[], Verdict], expected: Finding) -> Callable[[], object]:
        def action() -> None:
            if ask().verdict != expected:
                raise RuntimeError(f"The verdict was not {expected}.")

        return action

    return {
        "uploaded to the page": _uploaded(pdf),
        "genuine": asked(lambda: verify_pdf(pdf), Finding.GENUINE),
        "altered": asked(lambda: verify_pdf(altered), Finding.ALTERED),
        "unknown": asked(lambda: verify_pdf(b"%PDF-1.7" + ballast), Finding.UNKNOWN),
        "told by the browser": asked(lambda: verify_traits(traits), Finding.GENUINE),
    }


def _uploaded(pdf: bytes) -> Callable[[], object]:
    """Return what sends the file to the public page, each time from another address."""
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
    from django.test.utils import override_settings

    file = SimpleUploadedFile("document.pdf", pdf, content_type="application/pdf")
    body = encode_multipart(BOUNDARY, {"file": file})
    client, addresses = Client(), count(1)
    # The static files are not collected here, so the page names them as they lie.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    unpublished: dict[str, Any] = {
        "ALLOWED_HOSTS": ["testserver"],
        "SECURE_SSL_REDIRECT": False,
        "STORAGES": settings.STORAGES | {"staticfiles": plain},
    }

    def action() -> None:
        with override_settings(**unpublished):
            address = f"192.0.2.{next(addresses) % 250 + 1}"
            page = client.generic("POST", "/verify/", body, MULTIPART_CONTENT, REMOTE_ADDR=address)
        if b'data-verdict="genuine"' not in page.content:
            raise RuntimeError(f"The page did not say that the file is genuine: {page.status_code}")

    return action


def _heavy(pdf: bytes, ballast: bytes) -> bytes:
    """Put the ballast into a comment before the table of contents, and keep that right."""
    start = pdf.rindex(b"xref\n0")
    begun = pdf[:start] + b"%" + ballast + b"\n"
    rest = pdf[start:].replace(b"startxref\n%d" % start, b"startxref\n%d" % len(begun))
    return begun + rest
