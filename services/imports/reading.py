"""A CSV or XLSX file as rows of text, by column; nothing is believed yet."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.limits import grouped
from services.texts import filled

MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
XLSX = b"PK\x03\x04"

# A number as the language in which it is read writes it.
in_words = lazy(grouped, str)


class FileUnreadable(Exception):
    """The file is no table that can be read; the text, a lazy one, says what to do."""


@dataclass(frozen=True)
class Table:
    """Column heads in small letters, and rows by their number in the file."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_table(content: bytes) -> Table:
    """Read the first sheet or the CSV; empty rows are left out. Raises FileUnreadable."""
    if len(content) > MOST_BYTES:
        raise FileUnreadable(_("The file is larger than 8 MB. Split it by office."))
    lines = iter(_sheet(content) if content.startswith(XLSX) else _csv(content))
    heads = next(lines, None)
    if heads is None or not any(heads):
        raise FileUnreadable(_("The file is empty. Its first row names the columns."))
    columns = tuple(head.strip().lower() for head in heads)
    named = [column for column in columns if column]
    if len(columns) > MOST_COLUMNS or len(set(named)) != len(named):
        raise FileUnreadable(_("A column stands there twice, or there are too many."))
    rows = tuple(_rows(columns, lines))
    if not rows:
        raise FileUnreadable(_("There are no rows under the column heads."))
    return Table(tuple(named), rows)


def _rows(
    columns: tuple[str, ...], lines: Iterable[list[str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(lines, start=2):
        if number > MOST_ROWS + 1:
            text = _("There are more than %(most)s rows. Split the file.")
            raise FileUnreadable(filled(text, {"most": in_words(MOST_ROWS)}))
        if any(line):
            pairs = zip(columns, line, strict=False)
            yield number, {column: value for column, value in pairs if column}


def _csv(content: bytes) -> Iterator[list[str]]:
    """Separated by semicolons, commas or tabs, as the first row shows; UTF-8 or Windows."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise FileUnreadable(_("This is no CSV or XLSX file. Save it as one of them."))
    first = text.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for line in reader:
            yield [_plain(cell) for cell in line]
    except csv.Error as error:
        wrong = _("Row %(row)s cannot be read. Check its quotation marks.")
        raise FileUnreadable(filled(wrong, {"row": reader.line_num})) from error


def _sheet(content: bytes) -> Iterator[list[str]]:
    """The first sheet; formulas count as the values that were saved with them."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise FileUnreadable(_("The sheet is too large. Split it by office."))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for line in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
            yield [_cell(value) for value in line]
    except FileUnreadable:
        raise
    except Exception as error:
        raise FileUnreadable(_("The sheet cannot be read. Save it anew as XLSX or CSV.")) from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _plain(str(value))


def _plain(text: str) -> str:
    """Without blanks around it and without signs that cannot be printed."""
    return "".join(sign for sign in text if sign.isprintable()).strip().removeprefix("'")
