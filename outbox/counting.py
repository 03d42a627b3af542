"""How the outbox stands, for the command and for monitoring."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db.models import Count, Min

from outbox.models import Message, State


class Standing(TypedDict):
    """Counts of messages by state, overall and by channel, and the oldest one still waiting."""

    pending: int
    sent: int
    attention: int
    dropped: int
    oldest_pending_at: datetime | None
    channels: dict[str, dict[str, int]]


def standing() -> Standing:
    """Count the messages in one query."""
    answer = Standing(
        pending=0, sent=0, attention=0, dropped=0, oldest_pending_at=None, channels={}
    )
    rows = (
        Message.objects.order_by("channel", "state")
        .values_list("channel", "state")
        .annotate(messages=Count("id"), oldest=Min("created_at"))
    )
    for channel, state, messages, oldest in rows:
        by_state = answer["channels"].setdefault(channel, dict.fromkeys(State.values, 0))
        by_state[state] = messages
        answer[State(state).value] += messages  # type: ignore[literal-required]
        if state == State.PENDING:
            known = answer["oldest_pending_at"]
            answer["oldest_pending_at"] = oldest if known is None else min(known, oldest)
    return answer


@dataclass(frozen=True, slots=True)
class Unsettled:
    """How many messages of a channel wait, or need attention, and since when the oldest does."""

    channel: str
    state: str
    messages: int
    oldest_at: datetime


def unsettled() -> list[Unsettled]:
    """Count what is not at its end, by the partial indexes: it costs the same after a million."""
    answer = []
    for state in (State.PENDING, State.ATTENTION):
        rows = Message.objects.filter(state=state).order_by().values_list("channel")
        for channel, messages, oldest in rows.annotate(Count("id"), Min("created_at")):
            answer.append(Unsettled(channel, state.value, messages, oldest))
    return answer
