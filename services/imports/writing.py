"""What a customer has on a day as CSV, with the columns that an import reads."""

import csv
import io
from datetime import date

from services.imports.checking import FIXED
from services.inventory import services_on
from services.models.number import GONE

RISKY = ("=", "+", "-", "@", "\t", "\r")


def inventory_csv(*, customer_id: int, on: date) -> str:
    """One row for each service; read back it differs in nothing."""
    periods = list(
        services_on(customer_id=customer_id, on=on)
        .select_related("service__billing_account")
        .prefetch_related("service__numbers", "service__sims")
    )
    codes = sorted({code for period in periods for code in period.configuration})
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([*FIXED, *codes])
    for period in periods:
        service = period.service
        numbers = [one.e164 for one in service.numbers.all() if one.status not in GONE]
        sims = [one.iccid for one in service.sims.all() if one.status == "active"]
        fixed = [
            service.service_id,
            period.offering_version.offering.code,
            period.office.code if period.office else "",
            period.quantity,
            period.recurring_price,
            service.agreement or "",
            service.billing_account.number if service.billing_account else "",
            service.cost_centre,
            ", ".join(numbers),
            sims[0] if sims else "",
        ]
        values = [_told(period.configuration.get(code)) for code in codes]
        writer.writerow([_harmless(str(value)) for value in (*fixed, *values)])
    return out.getvalue()


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _harmless(text: str) -> str:
    """No cell that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text
