"""Keeping webhooks: an administrator adds, changes, stops and tries them, all on record."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.standing import Standing
from audit import trail
from macd import policy
from macd.kinds import Problem
from macd.refusals import NotPermitted, Stale, Unsound
from outbox.destinations import DestinationRefused, destination_of
from outbox.models import Webhook, WebhookAttempt
from outbox.webhooks import new_secret, owe_again, owe_test


@transaction.atomic
def add_webhook(
    *, name: str, url: str, events: Sequence[str], by: Standing, at: datetime
) -> Webhook:
    """Tell another address of events. Raises Unsound where it may not be called."""
    _refuse_strangers(by)
    _refuse_address(url)
    webhook = Webhook.objects.create(
        name=name, url=url, events=sorted(events), secret=new_secret(), created_at=at
    )
    _record("webhook.add", webhook, by, at, **_kept(webhook))
    return webhook


@transaction.atomic
def change_webhook(
    *,
    webhook: Webhook,
    name: str,
    url: str,
    events: Sequence[str],
    active: bool,
    by: Standing,
    at: datetime,
) -> None:
    """Change what a webhook is told, or stop it; what is owed already is still sent."""
    _refuse_strangers(by)
    _refuse_address(url)
    before = Webhook.objects.select_for_update().get(pk=webhook.pk)
    told = {"name": name, "url": url, "events": sorted(events), "active": active}
    changed = [fact for fact, value in told.items() if getattr(before, fact) != value]
    if not changed:
        return
    Webhook.objects.filter(pk=webhook.pk).update(**told)
    was, became = _kept(before), _kept(Webhook.objects.get(pk=webhook.pk))
    other = [fact for fact in was if was[fact] != became[fact]]
    facts = {
        "set": changed,
        "from": {fact: was[fact] for fact in other},
        "to": {fact: became[fact] for fact in other},
    }
    _record("webhook.change", webhook, by, at, **facts)


@transaction.atomic
def remove_webhook(*, webhook: Webhook, by: Standing, at: datetime) -> None:
    """Tell a webhook nothing any more and forget it with its deliveries; where it was is on record.

    What is still owed to it is dropped when its turn comes.
    """
    _refuse_strangers(by)
    _record("webhook.remove", webhook, by, at, **_kept(webhook))
    Webhook.objects.filter(pk=webhook.pk).delete()


@transaction.atomic
def renew_secret(*, webhook: Webhook, by: Standing, at: datetime) -> None:
    """Give a webhook another secret; its receiver must be given it too."""
    _refuse_strangers(by)
    Webhook.objects.filter(pk=webhook.pk).update(secret=new_secret())
    _record("webhook.secret", webhook, by, at)


@transaction.atomic
def try_webhook(*, webhook: Webhook, by: Standing, at: datetime) -> None:
    """Send a webhook an event that says nothing. Raises Stale where it is stopped."""
    _refuse_strangers(by)
    _refuse_stopped(webhook)
    owe_test(webhook=webhook, at=at)
    _record("webhook.test", webhook, by, at)


@transaction.atomic
def redeliver(*, attempt: WebhookAttempt | None, by: Standing, at: datetime) -> None:
    """Send an event again, under its number.

    Raises Stale where it is no longer kept, or its webhook is stopped.
    """
    _refuse_strangers(by)
    if attempt is None:
        raise Stale(_("This delivery is no longer kept."))
    _refuse_stopped(attempt.webhook)
    owe_again(attempt=attempt, at=at)
    _record("webhook.redeliver", attempt.webhook, by, at)


def _refuse_strangers(by: Standing) -> None:
    if not policy.is_administrator(by):
        raise NotPermitted(_("Only administrators keep webhooks."))


def _refuse_stopped(webhook: Webhook) -> None:
    if not Webhook.objects.filter(pk=webhook.pk, active=True).exists():
        raise Stale(_("It is stopped: nothing is sent to it."))


def _refuse_address(url: str) -> None:
    try:
        destination_of(url)
    except DestinationRefused as refused:
        raise Unsound(str(refused), problems=[Problem("url", str(refused))]) from None


def _kept(webhook: Webhook) -> dict[str, object]:
    """What stays on record of a webhook: codes, and of its address no more than the machine."""
    parts = urlsplit(webhook.url)
    machine = str(parts.hostname).partition("%")[0]
    return {
        "machine": f"{machine}:{parts.port}" if parts.port else machine,
        "events": sorted(webhook.events),
        "active": webhook.active,
    }


def _record(event: str, webhook: Webhook, by: Standing, at: datetime, **more: object) -> None:
    facts = {"webhook": webhook.pk, **more}
    trail.record(
        event=event, at=at, person_id=by.person_id, reference=f"webhook/{webhook.pk}", facts=facts
    )
