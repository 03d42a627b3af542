"""Forgeries of a sealed file, made from it: each returns the forged bytes."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from django.test import override_settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from signing.keys import seal_key
from signing.seal import seal_pdf, signer_of
from tests.signing.papers import AT

Attack = Callable[[bytes], bytes]
GAP = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{200,})>")
RANGE = re.compile(rb"/ByteRange\s*\[[^\]]*\]")


def before_the_seal(pdf: bytes) -> bytes:
    """Return the revision that was sealed: what stands before the seal's own."""
    return pdf[: pdf.index(b"%%EOF") + 6]


# ------------------------------------------------------------ something follows the sealed bytes
def _following(change: Callable[[IncrementalPdfFileWriter], Any]) -> Attack:
    def attack(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        change(writer)
        output = BytesIO()
        writer.write(output)
        return output.getvalue()

    return attack


def _page(writer: IncrementalPdfFileWriter) -> tuple[Any, Any]:
    page = writer.find_page_for_modification(0)[0]
    return page, page.get_object()


def _overlay(writer: IncrementalPdfFileWriter) -> None:
    drawing = generic.StreamObject(stream_data=b"BT /F1 40 Tf 72 500 Td (FREE OF CHARGE) Tj ET")
    reference, page = _page(writer)
    below = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([below, writer.add_object(drawing)])
    writer.mark_update(reference)


def _annotation(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 90))),
            pdf_name("/Contents"): generic.TextStringObject("Price: 0"),
        }
    )
    reference, page = _page(writer)
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.mark_update(reference)


def _extra_page(writer: IncrementalPdfFileWriter) -> None:
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
    pages = writer.root.raw_get("/Pages")
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): pages,
            pdf_name("/MediaBox"): box,
        }
    )
    tree = pages.get_object()
    tree["/Kids"] = generic.ArrayObject([*tree["/Kids"], writer.add_object(page)])
    tree["/Count"] = generic.NumberObject(int(tree["/Count"]) + 1)
    writer.mark_update(pages)


def _language(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Lang"] = generic.TextStringObject("xx")
    writer.update_root()


def _beside_a_proof(change: Callable[[IncrementalPdfFileWriter], Any]) -> Attack:
    """Something else comes with a store for proofs, which may follow a seal."""

    def both(writer: IncrementalPdfFileWriter) -> None:
        change(writer)
        store = generic.DictionaryObject({pdf_name("/Certs"): generic.ArrayObject()})
        writer.root["/DSS"] = writer.add_object(store)
        writer.update_root()

    return _following(both)


class Forger(PdfSigner):  # type: ignore[misc]
    """A program that does not ask whether the certification allows a signature more."""

    def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
        pass


def extra_signature(folder: Path) -> Attack:
    """Somebody signs once more, over everything."""

    def attack(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        append_signature_field(writer, SigFieldSpec("Second"))
        with override_settings(SEAL_DIR=folder):
            signer = Forger(PdfSignatureMetadata(field_name="Second"), signer_of(seal_key()))
        return bytes(signer.sign_pdf(writer).getvalue())

    return attack


FOLLOWING: dict[str, Attack] = {
    "line end": lambda pdf: pdf + b"\n",
    "words": lambda pdf: pdf + b"% approved by nobody",
    "second end": lambda pdf: pdf + b"\n%%EOF\n",
    "whole file again": lambda pdf: pdf + pdf,
    "overlay": _following(_overlay),
    "annotation": _following(_annotation),
    "extra page": _following(_extra_page),
    "other language": _following(_language),
    "overlay beside a proof": _beside_a_proof(_overlay),
    "other language beside a proof": _beside_a_proof(_language),
}


# ------------------------------------------------------------------- the sealed bytes are changed
def lower_case(pdf: bytes) -> bytes:
    """Write the seal's container in small digits: the same seal to most readers."""
    return GAP.sub(
        lambda found: found.group(0).replace(found.group(1), found.group(1).lower()), pdf
    )


def filled_padding(pdf: bytes) -> bytes:
    """Use the room that the container leaves."""
    end = pdf.index(b">", pdf.index(b"/Contents <") if b"/Contents <" in pdf else 0)
    return pdf[: end - 8] + b"DEADBEEF" + pdf[end:]


def stripped(pdf: bytes) -> bytes:
    """Blank the seal and its range, leaving every offset as it is."""
    blank = GAP.sub(lambda found: b" " * len(found.group(0)), pdf)
    return RANGE.sub(lambda found: b" " * len(found.group(0)), blank)


def wrapped(pdf: bytes) -> bytes:
    """Put something of one's own into the gap that the seal leaves out, and widen the range."""
    evil = b"\n99 0 obj\n<< /Type /Page /Contents (Price: 0) >>\nendobj\n"
    end = GAP.search(pdf).end()  # type: ignore[union-attr]
    moved = pdf[:end] + evil + pdf[end:]

    def widen(found: re.Match[bytes]) -> bytes:
        first, size, second, rest = re.findall(rb"\d+", found.group(0))
        fresh = b"/ByteRange [%s %s %d %s]" % (first, size, int(second) + len(evil), rest)
        return fresh.ljust(len(found.group(0)))

    return RANGE.sub(widen, moved)


def written_anew(pdf: bytes) -> bytes:
    """Save the file with another program: the same pages, other bytes."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def reversed_colours(pdf: bytes) -> bytes:
    """Change one byte outside the seal."""
    return pdf.replace(b"%PDF-1.7", b"%PDF-1.4", 1)


CHANGED: dict[str, tuple[Attack, str]] = {
    "header": (reversed_colours, "overwritten"),
    "small digits": (lower_case, "overwritten"),
    "padding": (filled_padding, "overwritten"),
    "stripped seal": (stripped, "The provider's seal is missing."),
    "earlier revision": (before_the_seal, "The provider's seal is missing."),
    "wrapped": (wrapped, "longer"),
    "written anew": (written_anew, "its bytes are not those that were sealed"),
}


def look_alike(pdf: bytes, folder: Path) -> bytes:
    """Seal the same content with a certificate of the same name, but of another key."""
    with override_settings(SEAL_DIR=folder):
        return seal_pdf(pdf=before_the_seal(pdf), reason="Sealed", location="Brussels", at=AT)


def grafted(pdf: bytes, other: bytes) -> bytes:
    """Put another document's seal, real as it is, in the place of this one's."""
    mine, theirs = GAP.search(pdf), GAP.search(other)
    assert mine is not None
    assert theirs is not None
    fitting = theirs.group(1)[: len(mine.group(1))].ljust(len(mine.group(1)), b"0")
    return pdf[: mine.start(1)] + fitting + pdf[mine.end(1) :]
