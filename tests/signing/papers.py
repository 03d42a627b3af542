"""Small whole PDF files for the tests of sealing."""

import json
from datetime import UTC, datetime

from signing.traits import traits_of

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def paper(*, code: str, text: str = "Order") -> bytes:
    """Return a one-page PDF that names a verification code in its metadata."""
    drawing = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Order) /Keywords (%s) >>" % code.encode(),
    ]
    content, offsets = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R /ID [<%s> <%s>] >>\n" % (
        len(objects) + 1,
        b"00" * 16,
        b"00" * 16,
    )
    return content + b"startxref\n%d\n%%%%EOF\n" % start


def told_by_a_browser(pdf: bytes) -> str:
    """Return what static/js/verify.js sends instead of the file."""
    traits = traits_of(pdf)
    return json.dumps(
        {
            "sha256": traits.sha256,
            "size": traits.size,
            "pdf": traits.is_pdf,
            "ends": [[size, sha256] for sha256, size in traits.ends.items()],
            "codes": traits.codes,
            "seals": [seal.hex() for seal in traits.seals],
        }
    )
