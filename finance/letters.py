"""The confirmation letter: frozen in the transaction that owes it, in the customer's language."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.enterprise_numbers import vat_number
from audit import chain
from finance.hardware import hardware_of
from finance.models import CaseLetter, CaseLine, LineDecision
from finance.numbers import numbers_of
from macd.canonical import hash_of
from macd.pdf.wording import day as shown_day
from outbox.owing import owe
from services.devices import residual
from services.models import CancellationCase, DevicePlan
from signing import ledger

CHANNEL = "case_letter"


def owe_letter(*, case: CancellationCase, at: datetime) -> CaseLetter:
    """Owe the letter that confirms the ends as they now stand; the next version each time."""
    version = case.letters.count() + 1
    code, head = ledger.new_code(), chain.head()
    content = letter_content(case, at=at)
    letter = CaseLetter.objects.create(
        customer_id=case.customer_id,
        case=case,
        version=version,
        code=code,
        content_hash=hash_of(content),
        render_input={
            "content": content,
            "version": version,
            "verification_code": code,
            "verification_url": settings.PUBLIC_URL.rstrip("/")
            + reverse("verify_code", args=[code]),
            "generated_at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "audit": {"position": head.position, "head": head.hash} if head else None,
        },
        owed_at=at,
    )
    owe(
        channel=CHANNEL,
        subject=str(case.public_id),
        at=at,
        payload={"letter": letter.pk},
        ordering_key=str(case.public_id),
        key=f"letter:{letter.pk}",
    )
    return letter


def withdraw_letters(*, case: CancellationCase, at: datetime) -> None:
    """Mark every sealed letter of a withdrawn case; one that is still owed is sealed as such."""
    for letter in case.letters.filter(stored_file__isnull=False):
        ledger.withdraw(reference=str(case.public_id), version=letter.version, at=at)


def letter_content(case: CancellationCase, *, at: datetime) -> dict[str, Any]:
    """What the letter says, as plain data: codes and the words of the customer's language."""
    customer = case.customer
    with translation.override(customer.language):
        rows = list(case.agreements.select_related("agreement").order_by("agreement__number"))
        return {
            "schema": 1,
            "reference": str(case.public_id),
            "language": customer.language,
            "made_on": day_of(at).isoformat(),
            "received_on": day_of(case.received_at).isoformat(),
            "provider": {
                "name": settings.PROVIDER_NAME,
                "address": [part for part in settings.PROVIDER_ADDRESS.split(", ") if part],
                "email": settings.PROVIDER_EMAIL,
                "phone": settings.PROVIDER_PHONE,
            },
            "customer": {
                "legal_name": customer.legal_name,
                "enterprise_number": customer.enterprise_number,
                "address": [part for part in customer.address_line.split(", ") if part],
            },
            "account_manager": customer.account_manager.name,
            "agreements": [
                {
                    "number": row.agreement.number,
                    "mode": row.end_mode,
                    "mode_name": str(row.get_end_mode_display()),
                    "last_day": _last(row.ends_on),
                    "monthly": str(row.monthly),
                    "devices": str(_devices(row.agreement_id, row.ends_on)),
                }
                for row in rows
            ],
            "closes_last_day": _last(case.closes_on),
            "numbers": [
                {"number": each.number.e164, "decision": each.decision, "name": each.label}
                for each in numbers_of(case)
            ],
            "hardware": [
                {"service": item.service_id, "name": item.name, "serials": item.serials}
                for item in hardware_of(case.customer_id, on=day_of(at))
            ],
            "charged": [
                {
                    "request": decided.line.document.number,
                    "item": decided.line.number,
                    "cost": str(decided.cost),
                }
                for decided in CaseLine.objects.filter(
                    case=case, decision=LineDecision.COSTED
                ).select_related("line__document")
            ],
        }


def _devices(agreement_id: int, ends_on: date | None) -> Decimal:
    if ends_on is None:
        return Decimal(0)
    plans = DevicePlan.objects.filter(service__agreement=agreement_id)
    return sum((residual(plan, on=ends_on) for plan in plans), Decimal(0))


def _last(first_without: date | None) -> str:
    return (first_without - timedelta(days=1)).isoformat() if first_without else ""


def presented(render_input: dict[str, Any]) -> dict[str, Any]:
    """What the template shows: days and words written out; call in the letter's language."""
    content = render_input["content"]
    return {
        **render_input,
        **content,
        "customer": {
            **content["customer"],
            "vat_number": vat_number(content["customer"]["enterprise_number"]),
        },
        "made_on": shown_day(content["made_on"]),
        "received_on": shown_day(content["received_on"]),
        "closes_last_day": shown_day(content["closes_last_day"]),
        "agreements": [
            {
                **row,
                "last_day": shown_day(row["last_day"]),
                "devices": Decimal(row["devices"]),
            }
            for row in content["agreements"]
        ],
        "runs_on": _runs_on(content),
        "title": _("Confirmation of your notice"),
    }


def _runs_on(content: dict[str, Any]) -> bool:
    """Whether some service still goes on when the letter is made; days are as they are kept."""
    last = [row["last_day"] for row in content["agreements"]] or [content["closes_last_day"]]
    return any(not day or day >= content["made_on"] for day in last)
