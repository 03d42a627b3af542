"""Channels of the outbox's own tests: they keep what they got in the process, or in the table."""

import os
import signal

from django.db import connection
from django.utils import timezone

from outbox.delivering import Undeliverable, settling
from outbox.mail import message_id_for, send
from outbox.models import Message

seen: list[int] = []


class Refused(Exception):
    """What a receiver that is away makes a handler raise."""


def remember(message: Message) -> None:
    seen.append(message.pk)


def refuse(message: Message) -> None:
    seen.append(message.pk)
    raise Refused("mailbox of jan.peeters@brouwerij.example is full\0")


def find_nobody(message: Message) -> None:
    seen.append(message.pk)
    raise Undeliverable("Nobody there.")


def refuse_what_is_poisoned(message: Message) -> None:
    seen.append(message.pk)
    if message.payload.get("poisoned"):
        raise Refused("poisoned")


def write_and_settle(message: Message) -> None:
    """Leave a trace in another table, in one transaction with the outcome."""
    with settling(message=message, at=timezone.now()), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('test.trace', %s, false)", [str(message.pk)])


def write_and_lose(message: Message) -> None:
    """Work so long that another worker takes the message meanwhile."""
    Message.objects.filter(pk=message.pk).update(attempts=message.attempts + 1)
    with settling(message=message, at=timezone.now()), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('test.trace', %s, false)", [str(message.pk)])


def kill_this_process(message: Message) -> None:
    """Die as a machine dies: nothing is caught, closed or rolled back by us."""
    os.kill(os.getpid(), signal.SIGKILL)


def mail_it(message: Message) -> None:
    """Send a mail as a channel does whose receiver keeps no book with us."""
    send(
        to="ana@brouwerij.example",
        subject=message.subject,
        text="",
        html="",
        message_id=message_id_for(message),
        language="nl",
    )
