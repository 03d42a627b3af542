"""The messages of the outbox as an operator looks at them."""

from django.db.models import QuerySet

from accounts.standing import Standing
from macd import policy
from outbox.models import Message, State, Webhook


def messages_for(standing: Standing) -> QuerySet[Message]:
    """All messages for who keeps or reads the administration, none for others."""
    if not policy.reads_administration(standing):
        return Message.objects.none()
    return Message.objects.select_related("recipient")


def messages_needing_attention() -> int:
    """How many messages wait for a person to look at them."""
    return Message.objects.filter(state=State.ATTENTION).count()


def webhooks_for(standing: Standing) -> QuerySet[Webhook]:
    """All webhooks for who keeps or reads the administration, none for others."""
    if not policy.reads_administration(standing):
        return Webhook.objects.none()
    return Webhook.objects.all()
