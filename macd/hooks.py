"""What a webhook is told of an event: which document, what it then is; no words of anybody."""

from typing import Any

from django.conf import settings

from macd.models import DocumentEvent


def body_of(event: DocumentEvent, *, sequence: int) -> dict[str, Any]:
    """Write an event as JSON, from the row that never changes. Times are UTC, codes the API's."""
    document = event.document
    return {
        "type": f"document.{event.step}",
        "id": f"evt_{event.pk}",
        "sequence": sequence,
        "timestamp": event.at.isoformat().replace("+00:00", "Z"),
        "data": {
            "document": document.number,
            "kind": document.kind,
            "customer": str(document.customer.public_id),
            "line": event.line_number,
            "from_status": event.from_status or None,
            "to_status": event.to_status or None,
            "version": event.version,
            "url": settings.PUBLIC_URL + document.get_absolute_url(),
        },
    }


def trial_body(*, sequence: int) -> dict[str, Any]:
    """Write the event that only tries a webhook."""
    return {"type": "test", "sequence": sequence, "data": {}}
