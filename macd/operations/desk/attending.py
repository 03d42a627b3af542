"""What an administrator does with messages that could not be delivered: try again, or drop."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.standing import Standing
from audit import trail
from macd import policy
from macd.kinds import Problem, Unfit
from macd.kinds.fields import fit_text
from macd.refusals import NotPermitted, Stale, Unsound
from outbox.delivering import drop, take_up_again
from outbox.models import Message


@transaction.atomic
def try_messages_again(*, ids: Collection[int] | None, by: Standing, at: datetime) -> int:
    """Let messages that need attention be tried anew (None: all of them); returns how many.

    Raises NotPermitted for anybody but an administrator, Stale where none needs attention.
    """
    _refuse_strangers(by)
    count = take_up_again(ids=ids)
    if not count:
        raise Stale(_("Nothing needs attention any more: somebody else has seen to it."))
    facts = {"messages": sorted(ids) if ids is not None else "all", "count": count}
    trail.record(event="outbox.retry", at=at, person_id=by.person_id, facts=facts)
    return count


@transaction.atomic
def drop_message(*, message: Message, because: str, by: Standing, at: datetime) -> None:
    """Let a message go that cannot be delivered, with the reason.

    Raises NotPermitted for anybody but an administrator, Unsound without a reason, Stale where it
    was delivered meanwhile or a worker is at it.
    """
    _refuse_strangers(by)
    try:
        words = fit_text(because)
        if not words:
            raise Unfit(_("Say why in a few words."))
    except Unfit as unfit:
        raise Unsound(str(unfit), problems=[Problem("because", str(unfit))]) from None
    if not drop(ids=[message.pk], because=words):
        raise Stale(_("This message was delivered, or is being delivered now."))
    trail.record(
        event="outbox.drop",
        at=at,
        person_id=by.person_id,
        reference=message.subject,
        facts={"message": message.pk, "channel": message.channel},
    )


def _refuse_strangers(by: Standing) -> None:
    if not policy.is_administrator(by):
        raise NotPermitted(_("Only administrators see to messages."))
