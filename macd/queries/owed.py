"""The messages of the outbox as an operator looks at them."""

from django.db.models import QuerySet

from accounts.standing import Standing
from macd import policy
from outbox.models import Message, State, Webhook


def messages_for(standing: Standing) -> QuerySet[Message]:
    """All messages for an administrator, none for others."""
    if not policy.is_administrator(standing):
        return Message.objects.none()
    return Message.objects.select_related("recipient")


def messages_needing_attention() -> int:
    """How many messages wait for a person to look at them."""
    return Message.objects.filter(state=State.ATTENTION).count()


def webhooks_for(standing: Standing) -> QuerySet[Webhook]:
    """All webhooks for an administrator, none for others."""
    return Webhook.objects.all() if policy.is_administrator(standing) else Webhook.objects.none()
