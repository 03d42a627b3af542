"""Taking over what is installed now, where it changed since a request was sent (rule 7)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries
from macd.drift import drift_in, rows_in_words
from macd.models import Document
from macd.operations.filling.drafting import refreshed
from macd.operations.filling.versions import freeze_current
from macd.operations.recording import record_event
from macd.refusals import NotPermitted, StepDenied
from macd.vocabulary import Actor, Happening, Side
from services.texts import worded

SPEAKS_AS = {Side.CUSTOMER: Actor.REQUESTER, Side.PROVIDER: Actor.ACCOUNT_MANAGER}


@transaction.atomic
def take_over_installed(*, document: Document, by: Standing, at: datetime) -> Document:
    """Freeze what is installed now; what was asked stays asked, the customer reads the difference.

    Raises NotPermitted where the request cannot be edited now, StepDenied where nothing changed.
    """
    now = queries.locked(document.pk)
    side = policy.side_of(by, now)
    if side is None or not policy.may_edit(by, now):
        raise NotPermitted(_("You cannot change this request."))
    found = drift_in(now, on=day_of(at))
    if not found:
        raise StepDenied(_("Nothing that is installed has changed."))
    # Whoever reads of it later does so in a language of their own.
    words = worded(lazy(_difference, str)(now, day_of(at)))
    told = words[now.language] if isinstance(words, dict) else words
    freeze_current(now, on=day_of(at))
    fresh = refreshed(queries.whole(now.pk), at=at)
    record_event(
        document=fresh,
        step=Happening.TAKE_OVER,
        at=at,
        by=by,
        actor=SPEAKS_AS[side],
        tell=frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
        note=told,
        facts={
            "lines": [each.line.number for each in found],
            **({"words": words} if isinstance(words, dict) else {}),
        },
    )
    return fresh


def _difference(document: Document, on: date) -> str:
    """What differs from what was frozen, in the language that is active."""
    return rows_in_words(drift_in(document, on=on))
