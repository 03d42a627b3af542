"""What an operation says when it does not do what was asked; each says what happened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from macd.kinds import Problem
    from macd.models import Document, DocumentEvent


class StepDenied(Exception):
    """The step was not taken and nothing was changed.

    ``problems`` are shown beside their fields; ``leaving`` says that other ways are to be offered
    instead (rule 48).
    """

    status = 409

    def __init__(self, message: str, *, problems: Sequence["Problem"] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = list(problems)

    # Another request that asks for the same, where that is why.
    same_as: "Document | None" = None

    @property
    def leaving(self) -> bool:
        """Whether the refusal is that of the last services (rule 48)."""
        return any(problem.leaving for problem in self.problems)


class NotPermitted(StepDenied):
    """The person may see the document, but not do this."""

    status = 403


class Unsound(StepDenied):
    """What was asked contradicts the rules, or something is missing."""

    status = 422


class Stale(StepDenied):
    """Somebody else did something first; ``won`` is what they did (promise 4)."""

    def __init__(self, message: str, *, won: "DocumentEvent | None" = None) -> None:
        super().__init__(message)
        self.won = won


class Crossed(StepDenied):
    """Somebody else changed the same values since they were shown; both are to be looked at."""


class SameAgain(StepDenied):
    """Exactly the same was asked a moment ago, in ``same_as``; whoever wants both says so."""

    def __init__(self, message: str, *, same_as: "Document") -> None:
        super().__init__(message)
        self.same_as = same_as
