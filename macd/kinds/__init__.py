"""The four kinds: each answers for itself; nobody else asks which kind a document is."""

import datetime

from macd.kinds.add import Add
from macd.kinds.base import KindRules, Wanted, starts_anew, value_of
from macd.kinds.change import Change
from macd.kinds.delete import Delete
from macd.kinds.fields import Field, Unfit
from macd.kinds.move import Move
from macd.kinds.problem import Problem
from macd.kinds.whole import judged_with, problems_in
from macd.models import Document
from macd.vocabulary import Kind, SectionName, Side

RULES: dict[str, KindRules] = {
    Kind.MOVE: Move(),
    Kind.ADD: Add(),
    Kind.CHANGE: Change(),
    Kind.DELETE: Delete(),
}

__all__ = [
    "RULES",
    "Field",
    "KindRules",
    "Problem",
    "Unfit",
    "Wanted",
    "customers_parts",
    "judged_with",
    "problems_of",
    "rules_for",
    "starts_anew",
    "value_of",
]


def rules_for(kind: str) -> KindRules:
    """The rules of a kind. Raises KeyError for a word that is no kind."""
    return RULES[kind]


def problems_of(document: Document, *, on: datetime.date) -> list[Problem]:
    """What contradicts the rules in a document on a day."""
    return list(problems_in(rules_for(document.kind), document, on=on))


def customers_parts(document: Document) -> set[SectionName]:
    """The sections in which the customer fills in something of this document."""
    fields = rules_for(document.kind).fields_for(document)
    parts = {field.section for field in fields if field.owner == Side.CUSTOMER}
    lines = list(document.lines.all())
    if any(starts_anew(line) for line in lines):
        parts.add(SectionName.TECHNICAL)
    if any(line.number_actions for line in lines):
        parts.add(SectionName.NUMBERS)
    return parts
