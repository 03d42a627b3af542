"""Making the PDFs that people asked for: rendered outside a transaction, kept inside one."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.tenancy import as_system
from files.storage import store
from macd.models import Printout
from macd.pdf import render_document, render_html

PDF = "application/pdf"


def make_printout(printout_id: int, *, at: datetime) -> None:
    """Render what somebody asked for; nothing where it is made already, or gone.

    Raises RenderFailed.
    """
    with as_system():
        printout = Printout.objects.filter(pk=printout_id, stored_file=None).first()
    if printout is None:
        return
    pdf = _rendered(printout.made_of)
    with as_system(), transaction.atomic():
        row = Printout.objects.select_for_update().filter(pk=printout_id, stored_file=None).first()
        if row is None:
            return
        row.stored_file = store(
            content=pdf, customer_id=row.customer_id, name=row.name, media_type=PDF, at=at
        )
        row.save(update_fields=["stored_file"])


def _rendered(made_of: dict[str, Any]) -> bytes:
    if "document" in made_of:
        return render_document(made_of["document"], canonical=made_of["canonical"].encode())
    table = made_of["table"]
    with translation.override(table["language"]):
        html = render_to_string("pdf/table.html", table_context(table))
    return render_html(
        html, attachments=[], identifier=table["title"], created=table["generated_at"]
    )


def table_context(table: dict[str, Any]) -> dict[str, Any]:
    """What pdf/table.html takes: the head, the rows with days and amounts as such, the total.

    A column in which no row says anything is left out; one of figures is aligned as such.
    """
    head, *rows, total = [[_read(cell) for cell in row] for row in table["rows"]]
    kept = [place for place in range(len(head)) if any(_says(row[place]) for row in rows)]
    figures = [place for place in kept if any(_is_figure(row[place]) for row in rows)]
    shown = [
        [row[place] | {"number": place in figures} for place in kept]
        for row in (head, *rows, total)
    ]
    return {**table, "head": shown[0], "rows": shown[1:-1], "total": shown[-1]}


def _says(cell: dict[str, Any]) -> bool:
    return cell.get("text") != ""


def _is_figure(cell: dict[str, Any]) -> bool:
    return "amount" in cell or isinstance(cell.get("text"), int)


def _read(cell: Any) -> dict[str, Any]:
    """A cell by what it is: text, day or amount."""
    if isinstance(cell, dict):
        if "date" in cell:
            return {"day": date.fromisoformat(cell["date"])}
        return {"amount": Decimal(cell["decimal"])}
    return {"text": "" if cell is None else cell}
