"""The four kinds: each answers for itself; nobody else asks which kind a document is."""

import datetime

from macd.kinds.add import Add
from macd.kinds.base import KindRules, Wanted, value_of
from macd.kinds.change import Change
from macd.kinds.delete import Delete
from macd.kinds.fields import Field, Unfit
from macd.kinds.move import Move
from macd.kinds.problem import Problem
from macd.kinds.whole import judged_with, problems_in
from macd.models import Document
from macd.vocabulary import Kind

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
    "judged_with",
    "problems_of",
    "rules_for",
    "value_of",
]


def rules_for(kind: str) -> KindRules:
    """The rules of a kind. Raises KeyError for a word that is no kind."""
    return RULES[kind]


def problems_of(document: Document, *, on: datetime.date) -> list[Problem]:
    """What contradicts the rules in a document on a day."""
    return list(problems_in(rules_for(document.kind), document, on=on))
