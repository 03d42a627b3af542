"""An owner of the database who switches the triggers off: what the chain is there to find."""

from django.db import connections

from audit.chain import START, hash_of
from audit.models import AuditEvent

COLUMNS = "id, event, at, person_id, customer_id, reference, facts, position, previous_hash, hash"


def as_owner(*statements: str) -> None:
    """Run statements on the audit table with its triggers disabled, and commit."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER ALL")


def hash_again() -> None:
    """Compute the whole chain anew over whatever rows there are, as a careful forger would."""
    rows, previous = [], START
    chained = AuditEvent.objects.filter(position__isnull=False).order_by("position")
    for position, event in enumerate(chained, start=1):
        event.position = position
        rows.append((event.pk, position, previous, hash_of(event, previous=previous)))
        previous = rows[-1][3]
    as_owner(
        # Out of each other's way first.
        "UPDATE audit_auditevent SET position = position + 1000000",
        *(
            f"UPDATE audit_auditevent SET position = {position}, previous_hash = '{before}',"  # noqa: S608
            f" hash = '{own}' WHERE id = {pk}"
            for pk, position, before, own in rows
        ),
    )
