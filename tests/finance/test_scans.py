"""What a scan may be."""

import pytest

from finance.scans import MOST_BYTES, keep_scan
from macd.refusals import Unsound
from tests.macd import make


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 x", "application/pdf"),
        (b"\x89PNG\r\n\x1a\nx", "image/png"),
        (b"\xff\xd8\xffx", "image/jpeg"),
    ],
)
def test_pdf_png_and_jpeg_are_kept(world, content, media_type):
    stored = keep_scan(content=content, customer_id=world.customer.pk, at=make.AT)
    assert stored.media_type == media_type


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ", b"%PDF-" + b"0" * MOST_BYTES])
def test_all_else_and_what_is_too_large_is_refused(world, content):
    with pytest.raises(Unsound):
        keep_scan(content=content, customer_id=world.customer.pk, at=make.AT)
