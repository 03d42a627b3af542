"""Tables that leave the house as a sheet, written row by row in constant memory."""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape

import xlsxwriter

from macd.exporting import Cell, Row

PAGE = "xl/worksheets/sheet1.xml"
EPOCH = date(1899, 12, 30)
# The formats of the empty book, in the order in which it uses them.
AMOUNT, DAY = 1, 2
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
DATA = re.compile(rb"<sheetData.*</sheetData>", re.DOTALL)
EXTENT = re.compile(rb"<dimension[^>]*/>")


def sheet(rows: Iterable[Row], *, name: str) -> IO[bytes]:
    """A workbook of one sheet in a file of its own; whoever sends it closes it."""
    return workbook((row_xml(row) for row in rows), name=name)


def row_xml(row: Row) -> bytes:
    """One row as a sheet keeps it. Words are written as words, so that none is a formula."""
    return f"<row>{''.join(_cell(cell) for cell in row)}</row>".encode()


def workbook(rows: Iterable[bytes], *, name: str) -> IO[bytes]:
    """The same from rows that were written before, in pieces of any size."""
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - the answer that streams it closes it
    with (
        zipfile.ZipFile(_empty(name)) as model,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as book,
    ):
        for each in model.infolist():
            content = model.read(each)
            if each.filename != PAGE:
                book.writestr(each, content)
                continue
            before, after = DATA.split(EXTENT.sub(b"", content), maxsplit=1)
            with book.open(PAGE, "w", force_zip64=True) as page:
                page.write(before + b"<sheetData>")
                for piece in rows:
                    page.write(piece)
                page.write(b"</sheetData>" + after)
    kept.seek(0)
    return kept


def _empty(name: str) -> IO[bytes]:
    """A book with one cell in each format, which its rows take the place of."""
    model = io.BytesIO()
    with xlsxwriter.Workbook(model) as book:
        page = book.add_worksheet(name[:31])
        page.write_number(0, 0, 0, book.add_format({"num_format": "#,##0.00"}))
        page.write_number(0, 1, 0, book.add_format({"num_format": "yyyy-mm-dd"}))
    model.seek(0)
    return model


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, Decimal):
        return f'<c s="{AMOUNT}"><v>{cell:.2f}</v></c>'
    if isinstance(cell, date):
        return f'<c s="{DAY}"><v>{(cell - EPOCH).days}</v></c>'
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    words = escape(ILLEGAL.sub("", cell))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
