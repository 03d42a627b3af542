"""Taking an item out of a request that was sent, before it is signed."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy
from macd.conflicts import holder_of
from macd.models import Document, Line
from macd.operations.claims.together import halves_of, needing
from macd.operations.filling.completing import forget_what_is_gone
from macd.operations.filling.drafting import refreshed
from macd.operations.recording import record_event
from macd.refusals import NotPermitted, Stale, Unsound
from macd.vocabulary import Action, LineStatus, LineStep
from macd.wording import line_title, status_in_words
from macd.workflow import DROPPABLE, line_row
from services import claims


def drop_line(
    *, document: Document, line: Line, by: Standing | None, at: datetime, note: str
) -> Document:
    """Take an item out, with what cannot go on without it; the numbers of the others stay.

    The earlier versions keep it; the next one is without. Raises Stale where it is being approved
    or signed, Unsound for the last item.
    """
    row = line_row(LineStep.WITHDRAW, LineStatus(line.status))
    if row is None or document.status not in DROPPABLE:
        status = status_in_words(document.status, staff=by is not None and by.is_staff)
        message = _("This is no longer possible: the request is now “%(status)s”.")
        raise Stale(message % {"status": status})
    if not policy.may(by, row, document):
        raise NotPermitted(_("You cannot do this."))
    halves = halves_of(document, line)
    gone = [line, *halves, *needing(document, [line, *halves], on=day_of(at))]
    left = [each for each in document.lines.all() if each not in gone]
    if not any(each.action != Action.NO_CHANGE for each in left):
        raise Unsound(_("This is the last item. Withdraw the whole request instead."))
    for each in gone:
        claims.release(holder=holder_of(document, each), at=at)
        record_event(
            document=document,
            step=f"line_{LineStep.WITHDRAW.value}",
            at=at,
            by=by,
            actor=policy.acts_as(by, row, document),
            tell=row.tell if each == line else frozenset(),
            from_status=each.status,
            line_number=each.number,
            note=note or line_title(each),
            facts={"title": line_title(each)},
        )
    document.lines.filter(pk__in=[each.pk for each in gone]).delete()
    fresh = refreshed(document, at=at)
    if by is not None:
        forget_what_is_gone(fresh, by=by, at=at)
    return fresh
