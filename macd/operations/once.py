"""Doing a write once under a key, however often it is asked (rule 21, promise 4)."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from macd.models import IdempotencyKey
from macd.refusals import Unsound

KEPT = timedelta(hours=24)

CLAIM = """
INSERT INTO macd_idempotencykey (person_id, key, route, body_sha256, location, created_at)
VALUES (%s, %s, %s, %s, '', %s) ON CONFLICT (person_id, key) DO NOTHING
"""


def new_key() -> str:
    """A key that a form carries hidden, so that sending it twice writes once."""
    return uuid4().hex


@transaction.atomic
def once(
    *,
    person_id: int,
    key: str,
    route: str,
    body: bytes,
    at: datetime,
    write: Callable[[], str],
) -> str:
    """Run ``write``, which returns where its result is, unless it ran under this key before.

    A second request with the key waits for the first to commit and gets the same answer. Raises
    Unsound (422) where the key was used for something else.
    """
    if not key:
        return write()
    if not (key.isprintable() and key.isascii()):
        raise Unsound(_("This form cannot be sent like this. Open it again."))
    digest = hashlib.sha256(body).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [person_id, key[:64], route[:100], digest, at])
        first = cursor.rowcount == 1
    row = IdempotencyKey.objects.select_for_update().get(person=person_id, key=key[:64])
    if not first and row.created_at > at - KEPT:
        if row.body_sha256 != digest or row.route != route[:100]:
            raise Unsound(_("This form was sent before with other values. Open it again."))
        return row.location
    row.location = write()
    row.route, row.body_sha256, row.created_at = route[:100], digest, at
    row.save(update_fields=["location", "route", "body_sha256", "created_at"])
    return row.location
