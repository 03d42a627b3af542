"""Rented devices that come back, as far as a person may know of their documents."""

from datetime import date

from django.db.models import QuerySet

from accounts.standing import Standing
from macd.models import Document, HardwareReturn
from macd.queries.reach import documents_for


def devices_of(document: Document) -> QuerySet[HardwareReturn]:
    """The devices that come back after what a document stopped."""
    return HardwareReturn.objects.filter(line__document=document)


def devices_out(standing: Standing, *, queue: str, on: date) -> QuerySet[HardwareReturn]:
    """Devices that are ``out``, ``late`` or ``back``, by the day until which they come back."""
    found = HardwareReturn.objects.filter(line__document__in=documents_for(standing))
    found = found.select_related(
        "line__document__customer", "line__document__account_manager", "line__place_from"
    )
    if queue == "back":
        return found.exclude(received_on=None).order_by("-received_on", "-id")
    found = found.filter(received_on=None)
    return (found.filter(due_on__lt=on) if queue == "late" else found).order_by("due_on", "id")
