"""What a kind says is wrong with a document."""

from dataclasses import dataclass

from macd.kinds.fields import Words
from macd.vocabulary import Side


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that contradicts the rules or is missing; ``path`` names the field it is about.

    ``leaving`` marks the refusal of rule 48, which shows other ways instead.
    """

    path: str
    message: Words
    section: str = ""
    side: Side | None = None
    leaving: bool = False
