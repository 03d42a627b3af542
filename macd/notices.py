"""Who is owed word of an event: writes outbox rows, sends nothing."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from accounts.clock import day_of
from macd.models import Document, DocumentEvent
from macd.policy import carers_of, is_shared, people_for
from macd.telling import INTERNAL
from macd.vocabulary import Actor
from outbox.owing import messages, owe, write
from services.models import InventoryEntry, SelfServiceTask, Sim

ORDERS = (SelfServiceTask.ORDER_SIM, SelfServiceTask.REPLACE_SIM)


def owe_word(
    *,
    event: DocumentEvent,
    document: Document,
    tell: frozenset[Actor],
    also: Iterable[int] = (),
) -> None:
    """Owe each person who is told a mail about an event, except the one who made it happen.

    ``also`` are ids of people told beside the actors. Beside the mails one message is owed that
    puts the event under the bells, into webhooks and calendars; see ``macd.announcing``.
    """
    people = set(also)
    for actor in tell:
        people |= people_for(actor, document)
    people -= {event.by_id or 0}
    outside = event.step not in INTERNAL and is_shared(document)
    if not people and not outside:
        return
    make = partial(
        messages,
        subject=document.number,
        at=event.at,
        ordering_key=document.number,
        key=f"event:{event.pk}",
    )
    mails = make(channel="mail", payload={"event": event.pk}, recipients=sorted(people))
    word = make(
        channel="notice",
        payload={"event": event.pk, "people": sorted(people), "outside": outside},
    )
    write([*mails, *word])


def owe_number_word(*, entry: InventoryEntry, at: datetime) -> None:
    """Owe who looks after the customer word of a number that leaves, and of which no request tells.

    ``entry`` is what another operator told of it (rule 50).
    """
    service = entry.service
    owe(
        channel="number_mail",
        subject=service.service_id,
        at=at,
        payload={"entry": entry.pk},
        ordering_key=service.service_id,
        recipients=sorted(carers_of(service.customer.account_manager_id, on=day_of(at))),
        key=f"number:{entry.pk}",
    )


def owe_sim_word(*, sim: Sim, at: datetime) -> None:
    """Owe who ordered a SIM word that it was sent (rule 62)."""
    orders = sim.actions.filter(task__in=ORDERS)
    owe(
        channel="sim_mail",
        subject=sim.service.service_id,
        at=at,
        payload={"sim": sim.pk},
        ordering_key=sim.service.service_id,
        recipients=orders.values_list("person_id", flat=True),
        key=f"sim:{sim.pk}",
    )
