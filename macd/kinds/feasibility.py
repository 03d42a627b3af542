"""Whether an address can be served, and whether that was found out lately (rule 31)."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from macd.kinds.fields import SERVICEABILITY, SERVICEABILITY_ON
from macd.kinds.problem import Problem
from macd.models import Document
from macd.vocabulary import SectionName, Side
from services.parameters import parameter


def serviceability_problems(document: Document, *, on: datetime.date) -> Iterator[Problem]:
    """A negative answer, or one that is too old on a day; silent while nobody has looked."""
    data = {s.name: s.data for s in document.sections.all()}.get(SectionName.TECHNICAL, {})
    if data.get(SERVICEABILITY.code) == "impossible":
        yield _problem(
            SERVICEABILITY.path,
            _("The new address cannot be served. Propose another way, or end the request."),
        )
    checked = data.get(SERVICEABILITY_ON.code)
    if not checked:
        return
    age = (on - datetime.date.fromisoformat(checked)).days
    if age < 0:
        yield _problem(SERVICEABILITY_ON.path, _("A check cannot lie in the future."))
    elif age > int(parameter("serviceability_days", on=on)):
        yield _problem(
            SERVICEABILITY_ON.path, _("The check of the new address is too old. Check it again.")
        )


def _problem(path: str, message: str) -> Problem:
    return Problem(path, message, SectionName.TECHNICAL.value, Side.PROVIDER)
