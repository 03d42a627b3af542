"""What stands in the way of a document, for who can do something about it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy
from macd.conflicts import conflicts_of
from macd.content import ordered_lines
from macd.drift import Drift, drift_in
from macd.kinds import rules_for
from macd.kinds.sight import Sight
from macd.kinds.urgency import promise_problems
from macd.models import Document
from macd.vocabulary import ChangeState, Side, Status


def blocking_of(standing: Standing, document: Document, *, on: date) -> list[dict[str, str]]:
    """What stands in the way of approval, for who approves."""
    if document.status != Status.IN_REVIEW or policy.side_of(standing, document) != Side.PROVIDER:
        return []
    found = [
        {
            "message": str(problem.message),
            "url": "#files" if problem.path == "files" else f"#section-{problem.section}",
            "url_label": _("Look at it"),
        }
        for problem in (
            *rules_for(document.kind).missing(document),
            *promise_problems(Sight(document, on=on)),
        )
    ]
    if any(c.state == ChangeState.PROPOSED for c in document.field_changes.all()):
        message = _("A suggestion is still open. Wait for its answer, or take it back.")
        found.append({"message": message, "url": "#suggestions", "url_label": _("Look at it")})
    return found


def drift_for(standing: Standing, document: Document, *, on: date) -> list[Drift]:
    """What changed in the inventory since it was frozen, for who can take it over (rule 7)."""
    if document.submitted_at is None or not policy.may_edit(standing, document):
        return []
    return drift_in(document, on=on)


def conflicts_shown(document: Document) -> list[dict[str, Any]]:
    """Other documents that are open on the same services (rule 5), while it is open itself."""
    if document.is_final:
        return []
    return [
        {
            "text": _("%(other)s is open on the same service: %(service)s.")
            % {"other": other, "service": line.service},
            "other": other,
        }
        for line, other in conflicts_of(document, ordered_lines(document))
    ]
