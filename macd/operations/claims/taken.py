"""A step as it is being taken: what demands and effects are told of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd.models import Document
from macd.refusals import NotPermitted
from macd.workflow import T


@dataclass(slots=True)
class Taken:
    """A step as it is being taken; ``recorded`` goes into the history row."""

    document: Document
    row: T
    by: Standing | None
    at: datetime
    seen: str
    note: str
    facts: dict[str, Any]
    recorded: dict[str, Any] = field(default_factory=dict)

    @property
    def person_id(self) -> int:
        """Who takes it; the system takes no step that asks."""
        if self.by is None:
            raise NotPermitted(_("Only a person can do this."))
        return self.by.person_id
