"""Recording what happened, inside the transaction in which it happens."""

import re
from collections.abc import Mapping
from datetime import datetime

from audit.models import AuditEvent

# An id, a code, a number, an ISO instant, a hash: no blanks, so no sentence and hardly a name.
CODE = re.compile(r"[A-Za-z0-9._:/+\-]{0,160}")
NAME = re.compile(r"[a-z0-9_.\-]{1,80}")


def record(
    *,
    event: str,
    at: datetime,
    person_id: int | None = None,
    customer_id: int | None = None,
    reference: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Add one event to the trail; the chainer binds it to the others within a second.

    `event` is a code such as ``document.submit``, `reference` what it is about, `facts` ids and
    codes only: the trail outlives the erasure of a person. Decimals come as text.
    Raises ValueError for names, sentences, fractions as floats, and naive times.
    """
    if not NAME.fullmatch(event):
        raise ValueError(f"An event is a code in small letters, not {event!r}.")
    if at.tzinfo is None:
        raise ValueError("An event's time needs its time zone.")
    content = dict(facts or {})
    refuse_words(content)
    AuditEvent.objects.create(
        event=event,
        at=at,
        person_id=person_id,
        customer_id=customer_id,
        reference=reference,
        facts=content,
    )


def refuse_words(value: object, name: str = "facts") -> None:
    """Raise ValueError where facts hold anything but ids and codes."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            refuse_words(str(key), f"{name} key")
            refuse_words(part, f"{name}.{key}")
    elif isinstance(value, list | tuple):
        for part in value:
            refuse_words(part, name)
    elif isinstance(value, str):
        if not CODE.fullmatch(value):
            raise ValueError(f"{name} hold words, only ids and codes are recorded: {value!r}")
    elif not (value is None or isinstance(value, int)):
        raise ValueError(f"{name} hold a {type(value).__name__}, only ids and codes are recorded.")
