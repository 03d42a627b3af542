"""Telling the provider that a customer tried to stop its last services (rule 48)."""

from datetime import datetime

from django.db import transaction

from accounts.standing import Standing
from macd import policy
from macd.models import Document
from macd.operations.recording import record_event
from macd.vocabulary import Actor, Happening, Side

TOLD = frozenset({Actor.ACCOUNT_MANAGER, Actor.FINANCE})


@transaction.atomic
def tell_of_leaving(*, document: Document, by: Standing, at: datetime) -> bool:
    """Tell account manager and finance of a refused Delete, once per version (decisions.md 30).

    Says whether they are told now; asked again for the same version it does nothing.
    """
    told = document.events.filter(step=Happening.LEAVING_REFUSED, version=document.version).exists()
    if told:
        return False
    customer = policy.side_of(by, document) == Side.CUSTOMER
    record_event(
        document=document,
        step=Happening.LEAVING_REFUSED,
        at=at,
        by=by,
        actor=Actor.REQUESTER if customer else Actor.ACCOUNT_MANAGER,
        tell=TOLD,
    )
    return True
