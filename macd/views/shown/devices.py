"""Rented devices of an item: what goes back, where, until when, and what is back (rule 53)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.standing import Standing
from macd import policy
from macd.forms.coming import DeviceBackForm, device_form
from macd.forms.steps import StepForm
from macd.models import Document, HardwareReturn, Line
from macd.vocabulary import Actor
from macd.wording import device_in_words


def devices_shown(
    standing: Standing,
    document: Document,
    line: Line,
    owed: Iterable[HardwareReturn],
    *,
    on: date,
    refused: StepForm | None = None,
) -> dict[str, Any] | None:
    """The devices of an item; until the stop is delivered without a day. None where none go."""
    rows = [_row(standing, document, device, on=on, refused=refused) for device in owed]
    if not rows and not line.is_final:
        rows = [{"what": device_in_words(device), "due_on": None} for device in line.returns]
    if not rows:
        return None
    return {"rows": rows, "address": settings.PROVIDER_RETURN_ADDRESS}


def _row(
    standing: Standing,
    document: Document,
    device: HardwareReturn,
    *,
    on: date,
    refused: StepForm | None,
) -> dict[str, Any]:
    out = device.received_on is None
    may = out and Actor.OPERATIONS in policy.actors(standing, document)
    return {
        "what": device_in_words({"name": device.name, "serial": device.serial}),
        "due_on": device.due_on,
        "received_on": device.received_on,
        "late": out and device.due_on < on,
        "step": device_step(document, device, on=on, refused=refused) if may else None,
    }


def device_step(
    document: Document, device: HardwareReturn, *, on: date, refused: StepForm | None = None
) -> dict[str, Any]:
    """The button with which operations says that a device is back."""
    form: StepForm = device_form(device.pk)
    if refused is not None and refused.auto_id == form.auto_id:
        form = refused
    else:
        form.initial["on"] = on
    return {
        "label": DeviceBackForm.label,
        "url": reverse("document_device", args=[document.number, device.pk]),
        "testid": "device-back",
        "tone": "secondary",
        "form": form,
        "open": form.is_bound,
    }
