"""Numbers that come from another operator: asked on an item's page, corrected after a refusal."""

from django.utils.translation import gettext as _

from macd.fields.porting import port_label
from macd.forms.places import SpansField, ported_field
from macd.kinds.porting import spans_of, takes_numbers
from macd.models import Document, Line
from macd.operations.steps.ports import port_of
from macd.porting import PortState
from macd.views.draft.numberforms import Pair, at_place
from macd.vocabulary import Side


def port_pairs(document: Document, line: Line, *, side: Side) -> list[Pair]:
    """Which numbers come over, from whom, under which customer number."""
    if not takes_numbers(line) and not line.port_in:
        return []
    numbers = SpansField(
        label=port_label("numbers"),
        help_text=_(
            "One number or range on each line, such as 09 223 45 00 - 99. Add the signed mandate"
            " under Files. Leave this empty for new numbers."
        ),
        required=False,
    )
    pairs = at_place(document, line, "port.numbers", numbers)
    operator = ported_field(port_label("operator"), "")
    pairs += at_place(document, line, "port.operator", operator)
    account = ported_field(port_label("account"), _("As it stands on that operator's invoice."))
    pairs += at_place(document, line, "port.account", account)
    if side == Side.PROVIDER and line.place_to_id is not None:
        reason = ported_field(port_label("reason"), _("Only for numbers of another zone."))
        pairs += at_place(document, line, "port.reason", reason)
    return pairs


def accounts_to_correct(document: Document) -> list[Pair]:
    """After the signature: the customer number at the other operator, until numbers are here."""
    pairs: list[Pair] = []
    for line in document.lines.all():
        port = port_of(line)
        if not spans_of(line) or line.is_final or (port and port.state == PortState.PORTED):
            continue
        label = _("Item %(number)s: your customer number with %(operator)s")
        facts = {"number": line.number, "operator": line.port_in.get("operator", "")}
        why = str(port.get_refusal_display()) if port and port.refusal else ""
        pairs += at_place(document, line, "port.account", ported_field(label % facts, why))
    return pairs
