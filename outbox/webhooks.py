"""Telling webhooks: numbered when owed, signed when sent, each attempt kept.

Signature and headers follow the Standard Webhooks specification; the sequence number is ours.
"""

import base64
import hashlib
import hmac
import http.client
import io
import json
import secrets
import socket
import ssl
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation

from outbox.destinations import Destination, DestinationRefused, destination_of
from outbox.models import Message, Webhook, WebhookAttempt
from outbox.owing import owe

CHANNEL = "webhook"
PREFIX = "whsec_"
CONNECT_WITHIN, ANSWER_WITHIN = 4.0, 8.0
"""Seconds; the answer's are those of all of it, however often a part of it comes."""
FINE = range(200, 300)


class WebhookFailed(Exception):
    """The receiver did not take it; the text says what it did instead."""


def new_secret() -> str:
    """Return a secret as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def owe_webhooks(
    *, event: str, reference: str, payload: Mapping[str, object], key: str, at: datetime
) -> int:
    """Owe an event to each webhook that wants it, with its next number; returns to how many.

    Called inside the transaction that says so once: the numbers have no gaps.
    """
    wanting = Webhook.objects.filter(Q(events=[]) | Q(events__contains=[event]), active=True)
    rows = list(wanting.select_for_update().order_by("pk"))
    for webhook in rows:
        _owe(webhook, reference=reference, payload=payload, key=key, at=at)
    return len(rows)


def owe_test(*, webhook: Webhook, at: datetime) -> None:
    """Owe a webhook an event that says nothing happened, to try it."""
    locked = Webhook.objects.select_for_update().get(pk=webhook.pk)
    _owe(locked, reference="test", payload={"test": True}, key=uuid4().hex, at=at)


def _owe(
    webhook: Webhook, *, reference: str, payload: Mapping[str, object], key: str, at: datetime
) -> None:
    webhook.last_sequence += 1
    Webhook.objects.filter(pk=webhook.pk).update(last_sequence=F("last_sequence") + 1)
    owe(
        channel=CHANNEL,
        subject=reference,
        at=at,
        payload={**payload, "webhook": webhook.pk, "sequence": webhook.last_sequence},
        ordering_key=f"webhook:{webhook.pk}",
        key=f"{webhook.pk}:{key}",
    )


def owe_again(*, attempt: WebhookAttempt, at: datetime) -> None:
    """Owe an event again that was tried before, under its old number."""
    owe(
        channel=CHANNEL,
        subject=attempt.message.subject,
        at=at,
        payload={**attempt.message.payload, "again": True},
    )


def post(*, message: Message, webhook: Webhook, body: Mapping[str, object], at: datetime) -> None:
    """Send one event and keep what came of it. Raises WebhookFailed, or DestinationRefused."""
    began = time.monotonic()
    status, error = None, ""
    try:
        status = _call(destination_of(webhook.url), _request(message, webhook, body, at))
    except DestinationRefused as refused:
        # Kept in one language, whoever's is active; it is told in the reader's.
        with translation.override(settings.LANGUAGE_CODE):
            error = str(refused)
    except (OSError, http.client.HTTPException) as failed:
        error = f"{type(failed).__name__}: {failed}"
    if status is not None and status not in FINE:
        error = f"HTTP {status}"
    WebhookAttempt.objects.create(
        webhook=webhook,
        message=message,
        sequence=message.payload["sequence"],
        at=at,
        status=status,
        milliseconds=int((time.monotonic() - began) * 1000),
        error=error[:400],
    )
    if error:
        raise WebhookFailed(error)


def signature(*, secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a delivery: HMAC-SHA256 over id, time and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _request(
    message: Message, webhook: Webhook, body: Mapping[str, object], at: datetime
) -> tuple[bytes, dict[str, str]]:
    data = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    message_id = f"msg_{webhook.pk}_{message.payload['sequence']}"
    timestamp = int(at.timestamp())
    return data, {
        "Content-Type": "application/json",
        "User-Agent": "MACD-Webhook",
        "Webhook-Id": message_id,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Sequence": str(message.payload["sequence"]),
        "Webhook-Signature": signature(
            secret=webhook.secret, message_id=message_id, timestamp=timestamp, body=data
        ),
    }


class _Hurried(io.RawIOBase):
    """What comes in on a line until its time is up."""

    def __init__(self, line: socket.socket) -> None:
        self.line, self.ends_at = line, time.monotonic() + ANSWER_WITHIN

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self.line.settimeout(left)
        return self.line.recv_into(buffer)


class _Answer(http.client.HTTPResponse):
    """An answer that has to be there in time as a whole: a part of it each second is none."""

    def __init__(self, line: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(line, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_Hurried(line))


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was looked up, in the name of the host that was given."""

    response_class = _Answer

    def __init__(self, to: Destination) -> None:
        super().__init__(to.host, to.port, timeout=CONNECT_WITHIN)
        self.to = to

    def connect(self) -> None:
        line = socket.create_connection((self.to.address, self.to.port), CONNECT_WITHIN)
        if self.to.scheme == "https":
            context = ssl.create_default_context()
            line = context.wrap_socket(line, server_hostname=self.to.host)
        line.settimeout(ANSWER_WITHIN)
        self.sock = line


def _call(to: Destination, request: tuple[bytes, dict[str, str]]) -> int:
    """Post, and read no more than the status: redirects are not followed, answers not believed."""
    data, headers = request
    connection = _Pinned(to)
    try:
        connection.request("POST", to.path, body=data, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()
