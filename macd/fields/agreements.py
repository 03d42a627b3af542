"""Under which agreement a new service comes, and so with which it ends (rule 40)."""

from typing import Any

from django.utils.translation import gettext as _

from macd import voice
from macd.fields.place import Place
from macd.kinds import Unfit
from macd.kinds.fields import fit_text
from macd.models import Document, Line
from macd.vocabulary import SectionName, Side
from services.models import Agreement


def agreement_place(document: Document, line: Line) -> Place:
    """The choice of an agreement of the customer's own that has not ended."""

    def fit(raw: Any) -> str:
        number = fit_text(raw, longest=40)
        if _find(document, number) is None:
            raise Unfit(str(voice.ONE_AGREEMENT))
        return number

    def write(value: Any) -> None:
        line.agreement = _find(document, str(value))
        line.save(update_fields=["agreement"])

    return Place(
        path=f"line.{line.number}.agreement",
        label=_("Agreement"),
        section=SectionName.PRICES,
        owner=Side.CUSTOMER,
        value=line.agreement.number if line.agreement else None,
        fit=fit,
        write=write,
    )


def _find(document: Document, number: str) -> Agreement | None:
    own = Agreement.objects.filter(customer=document.customer_id, ended_on=None)
    return own.filter(number=number).first()
