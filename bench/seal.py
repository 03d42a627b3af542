"""A sealed PDF beside bare WeasyPrint of the same page and a bare signature (promise 23).

Two floors: the same tagged PDF/A, made and signed with the libraries alone, and an untagged plain
PDF so made. Ours renders in a limited process apart, attaches the content, and seals.
"""

import gc
import os
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.frame.clock import best_of
from bench.frame.places import database
from bench.frame.report import Figure, Report

ROUNDS, SHORT_ROUNDS = 12, 3
SAME, PLAIN = 1.1, 1.35
LINES = 20
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CANONICAL = b'{"schema":1}'


def run(*, short: bool) -> Report:
    """Measure all three in rounds that take turns."""
    with TemporaryDirectory() as folder, database():
        _use_our_fonts(Path(folder))
        actions = _actions()
        # Ours renders in a small process: the floor does not look through this one's heap.
        gc.collect()
        gc.freeze()
        ours, same, plain = best_of(*actions, rounds=SHORT_ROUNDS if short else ROUNDS)
    return Report(
        "seal",
        [
            Figure("sealed, beside the same tagged file", ours, "s", floor=same, at_most=SAME),
            Figure("sealed, beside an untagged file", ours, "s", floor=plain, at_most=PLAIN),
        ],
        {"lines": LINES},
    )


def _use_our_fonts(folder: Path) -> None:
    """Give the floor the fonts that our renderer takes, in the same format.

    The library reads where they are when it is loaded, once.
    """
    from macd.pdf.renderer import FONTS

    config = folder / "fonts.conf"
    fonts = files("font_source_sans_pro") / "files"
    config.write_text(FONTS.format(fonts=fonts, cache=folder / "cache"))
    os.environ["FONTCONFIG_FILE"] = str(config)


def _actions() -> list[Callable[[], object]]:
    from macd.pdf import render_document
    from macd.pdf.page import document_html
    from signing.seal import seal_pdf
    from tests.macd.pdf.inputs import long_document

    made = long_document(LINES)
    html = document_html(made)

    def ours() -> bytes:
        pdf = render_document(made, canonical=CANONICAL)
        return seal_pdf(pdf=pdf, reason="R", location="L", at=AT)

    tagged = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}
    return [ours, _bare(html, **tagged), _bare(html)]


def _bare(html: str, **options: object) -> Callable[[], object]:
    """Return what makes and signs the page with the libraries alone, everything loaded before."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from signing.keys import seal_key
    from signing.seal import signer_of

    named = PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    signer, fonts = PdfSigner(named, signer_of(seal_key())), FontConfiguration()

    def bare() -> object:
        pdf = HTML(string=html).write_pdf(font_config=fonts, **options)
        return signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf or b"")), output=BytesIO())

    return bare
