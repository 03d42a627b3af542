"""What a row of a file says: its values, and everything that is wrong with them, at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import BillingAccount
from offices.models import Office
from services.catalogue import published_on
from services.configuration import (
    Wrong,
    characteristics_of,
    parse,
    problem_with,
    quantity_problem,
)
from services.models import Agreement, OfferingVersion, Service, ServiceNumber
from services.models.inventory import SERVICE_ID_IN_WORDS, fits_service_id
from services.models.number import GONE
from services.numbers import NumberRefused, e164
from services.selfservice import IccidRefused, compact_iccid, is_mobile
from services.texts import filled, refusal, worded

FIXED = (
    "service_id", "offering", "office", "quantity", "recurring_price", "agreement",
    "billing_account", "cost_centre", "numbers", "iccid",
)  # fmt: skip
NEEDED = ("service_id", "offering")
LARGEST = Decimal(10) ** 9


# Why a setting or a quantity does not fit, in the language in which it is read.
problem_of = lazy(problem_with, str)
quantity_problem_of = lazy(quantity_problem, str)


def problem(column: str, message: object) -> dict[str, Any]:
    """What is wrong in a column, kept in every language: who reads it may not be who asked."""
    return {"column": column, "message": worded(message)}


@dataclass(frozen=True)
class Known:
    """What a file may name: the customer's own things, and the catalogue of the day."""

    customer_id: int
    on: date
    offerings: dict[str, OfferingVersion]
    offices: dict[str, Office]
    agreements: dict[str, Agreement]
    accounts: dict[str, BillingAccount]
    codes: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, *, customer_id: int, on: date) -> "Known":
        """Read it all, in five queries."""
        offerings = {one.offering.code: one for one in published_on(on)}
        codes = {item["code"] for one in offerings.values() for item in one.characteristics}
        mine = {"customer": customer_id}
        return cls(
            customer_id=customer_id,
            on=on,
            offerings=offerings,
            offices={one.code: one for one in Office.objects.filter(**mine)},
            agreements={one.number: one for one in Agreement.objects.filter(**mine)},
            accounts={one.number: one for one in BillingAccount.objects.filter(**mine)},
            codes=frozenset(codes),
            numbers=frozenset(
                ServiceNumber.objects.filter(**mine)
                .exclude(status__in=GONE)
                .values_list("e164", flat=True)
            ),
        )

    def unknown_columns(self, columns: Iterable[str]) -> list[dict[str, Any]]:
        """Problems of the column heads themselves."""
        told = [
            problem(column, _("This column is not known. Take it out, or rename it."))
            for column in columns
            if column not in FIXED and column not in self.codes
        ]
        told += [
            problem(column, _("This column is needed."))
            for column in NEEDED
            if column not in columns
        ]
        return told


@dataclass
class Read:
    """A row as values; ``problems`` are {column, message by language}, all of them."""

    service_id: str
    version: OfferingVersion | None = None
    office: Office | None = None
    quantity: int | None = None
    price: Decimal | None = None
    agreement: Agreement | None = None
    account: BillingAccount | None = None
    cost_centre: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    iccid: str = ""
    problems: list[dict[str, Any]] = field(default_factory=list)

    def wrong(self, column: str, message: object) -> None:
        """Note what is wrong in a column; a lazy text is noted in every language."""
        self.problems.append(problem(column, message))


def read_row(row: dict[str, str], known: Known) -> Read:
    """Read every column of a row; whatever is wrong is told, and the rest is read on."""
    read = Read(row.get("service_id", "")[:40])
    if not read.service_id:
        read.wrong("service_id", _("Give the service id, as on the invoice."))
    elif not fits_service_id(row["service_id"]):
        read.wrong("service_id", SERVICE_ID_IN_WORDS)
    read.version = known.offerings.get(row.get("offering", ""))
    if read.version is None:
        read.wrong("offering", _("Give the code of a service in the catalogue of that day."))
    _place(read, row, known)
    _contract(read, row, known)
    _amounts(read, row)
    _settings(read, row)
    _numbers(read, row, known)
    return read


def _place(read: Read, row: dict[str, str], known: Known) -> None:
    code = row.get("office", "")
    read.office = known.offices.get(code)
    if code and read.office is None:
        read.wrong("office", _("This customer has no office with that code."))
    elif read.version and read.version.offering.site_bound and not code:
        read.wrong("office", _("This service is tied to an office. Give its code."))
    elif read.version and not read.version.offering.site_bound and code:
        read.wrong("office", _("This service is tied to no office. Leave it empty."))


def _contract(read: Read, row: dict[str, str], known: Known) -> None:
    number, account = row.get("agreement", ""), row.get("billing_account", "")
    read.agreement, read.account = known.agreements.get(number), known.accounts.get(account)
    if number and read.agreement is None:
        read.wrong("agreement", _("This customer has no agreement with that number."))
    if account and read.account is None:
        read.wrong("billing_account", _("This customer has no billing account with that number."))
    read.cost_centre = row.get("cost_centre", "")[:60]


def _amounts(read: Read, row: dict[str, str]) -> None:
    if quantity := row.get("quantity", ""):
        if not (quantity.isascii() and quantity.isdigit() and len(quantity) < 10):
            read.wrong("quantity", _("Give a whole number."))
        elif read.version and quantity_problem(read.version, int(quantity)):
            read.wrong("quantity", quantity_problem_of(read.version, int(quantity)))
        else:
            read.quantity = int(quantity)
    if price := row.get("recurring_price", ""):
        try:
            read.price = Decimal(price.replace(",", ".")).quantize(Decimal("0.0001"))
        except InvalidOperation:
            read.price = None
        # NaN is a Decimal too, and compares with nothing.
        if read.price is None or not read.price.is_finite() or not 0 <= read.price < LARGEST:
            read.price = None
            read.wrong("recurring_price", _("Give an amount per unit and month, such as 79.00."))


def _settings(read: Read, row: dict[str, str]) -> None:
    known = characteristics_of(read.version) if read.version else {}
    for code, text in row.items():
        if code in FIXED or not text:
            continue
        if code not in known:
            if read.version:
                read.wrong(code, _("This service has no such setting. Leave it empty."))
            continue
        try:
            value = parse(known[code], text)
        except Wrong:
            read.wrong(code, refusal(Wrong, parse, known[code], text))
            continue
        offered = [choice for choice, _names in known[code].choices]
        if offered and value not in offered:
            # A form shows them; a file has to name them.
            read.wrong(code, filled(_("Give one of: %(codes)s."), {"codes": ", ".join(offered)}))
        elif problem_with(known[code], value):
            read.wrong(code, problem_of(known[code], value))
        else:
            read.settings[code] = value


def _numbers(read: Read, row: dict[str, str], known: Known) -> None:
    """What is recorded already is believed, as any installed value (rule 47)."""
    for number in numbers_in(row):
        try:
            read.numbers.append(number if number in known.numbers else e164(number))
        except NumberRefused:
            read.wrong("numbers", refusal(NumberRefused, e164, number))
    read.numbers = list(dict.fromkeys(read.numbers))
    if iccid := row.get("iccid", ""):
        try:
            read.iccid = compact_iccid(iccid)
        except IccidRefused:
            read.wrong("iccid", refusal(IccidRefused, compact_iccid, iccid))
        if read.version and not is_mobile(read.version):
            read.wrong("iccid", _("This service has no SIM. Leave it empty."))


def numbers_in(row: dict[str, str]) -> list[str]:
    """The numbers of a row as they are written."""
    texts = row.get("numbers", "").replace(";", ",").split(",")
    return [text.strip() for text in texts if text.strip()]


def taken_numbers(numbers: Iterable[str], *, beside: Service | None) -> list[str]:
    """Which of these numbers another service uses."""
    rows = ServiceNumber.objects.filter(e164__in=list(numbers)).exclude(status__in=GONE)
    if beside is not None:
        rows = rows.exclude(service=beside)
    return list(rows.values_list("e164", flat=True))
