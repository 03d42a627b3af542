"""What a scan may be: what any file from outside may be."""

import io

import pytest
from PIL import Image

from finance.scans import keep_scan
from macd.refusals import Unsound
from tests.macd import make

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(form):
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(drawn, form)
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (picture("PNG"), "image/jpeg"), (picture("JPEG"), "image/jpeg")],
)
def test_a_pdf_and_a_picture_are_kept(world, content, media_type):
    stored = keep_scan(content=content, customer_id=world.customer.pk, at=make.AT)
    assert stored.media_type == media_type
    assert stored.name.startswith("notice.")


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ", PDF + b"PK\x03\x04"])
def test_all_else_is_refused(world, content):
    with pytest.raises(Unsound) as refused:
        keep_scan(content=content, customer_id=world.customer.pk, at=make.AT)
    assert [problem.path for problem in refused.value.problems] == ["scan"]
