"""Telephone numbers: E.164, zones, and what a move does to them (rules 22, 30, 50)."""

import re
from collections.abc import Mapping

import phonenumbers
from django.db import transaction
from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from accounts.limits import grouped
from offices.models import Office
from offices.zones import zone_of_number
from services.models import NumberStatus, NumberUse, Service, ServiceNumber
from services.models.number import GONE

# Where each status may go; a number that is gone stays gone, and is given out as a new row.
NEXT = {
    NumberStatus.PORTING_IN: {NumberStatus.ACTIVE, NumberStatus.RELEASED},
    NumberStatus.ACTIVE: {NumberStatus.PORTING_OUT, NumberStatus.RELEASED},
    NumberStatus.PORTING_OUT: {NumberStatus.ACTIVE, NumberStatus.PORTED_OUT},
}

LARGEST_RANGE = 1000
# "99" or "0099" completes the first number; more is a number of its own.
MOST_DIGITS_OF_AN_END = 6


class NumberRefused(ValueError):
    """What was typed is no telephone number, or this cannot be done with it; the text says why."""


def e164(text: str, *, country: str = "BE") -> str:
    """A typed number in E.164; national numbers are read as those of ``country``.

    Raises NumberRefused.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise NumberRefused(_("Give a telephone number, such as 09 223 45 67 or +32 9 223 45 67."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(number: str) -> str:
    """An E.164 number with the spaces people read it by."""
    return phonenumbers.format_number(
        phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


def end_of_span(e164: str, size: int) -> str:
    """The last number of a range that begins with a number in E.164."""
    return f"+{int(e164[1:]) + size - 1}"


def shown_span(e164: str, size: int) -> str:
    """A number, or a range from its first to its last, as people read it."""
    if size == 1:
        return shown(e164)
    return f"{shown(e164)} – {shown(end_of_span(e164, size))}"


def read_span(text: str) -> tuple[str, int]:
    """A typed number, or a range as "09 223 45 00 - 09 223 45 99" or "09 223 45 00 - 99".

    Gives the first number in E.164 and how many there are. Raises NumberRefused.
    """
    parts = re.split(r"\s[-–]\s|–", text.strip(), maxsplit=1)
    first = e164(parts[0])
    if len(parts) == 1:
        return first, 1
    end = re.sub(r"\D", "", parts[1])
    if parts[1].strip().startswith(("0", "+")) and len(end) > MOST_DIGITS_OF_AN_END:
        last = e164(parts[1])
    else:
        last = first[: len(first) - len(end)] + end
    size = int(last[1:]) - int(first[1:]) + 1
    if len(last) != len(first) or not 1 < size <= LARGEST_RANGE:
        raise NumberRefused(
            _("Give a range as its first and its last number, at most %(most)s numbers.")
            % {"most": grouped(LARGEST_RANGE)}
        )
    return first, size


def overlapping(spans: Mapping[str, int]) -> QuerySet[ServiceNumber]:
    """The numbers and ranges in use here that have a number in common with one of these ranges."""
    met = Q(pk__in=[])
    for e164, size in spans.items():
        first = int(e164[1:])
        met |= Q(value__lt=first + size, value__gt=first - F("range_size"))
    value = Cast(Substr("e164", 2), BigIntegerField())
    return ServiceNumber.objects.exclude(status__in=GONE).annotate(value=value).filter(met)


def numbers_of(service: Service) -> QuerySet[ServiceNumber]:
    """The numbers a service uses now, ranges by their first number."""
    return service.numbers.exclude(status__in=GONE)


def may_keep(number: ServiceNumber, *, to_office: Office) -> bool:
    """Whether a number may go along to another office (rule 30).

    A fixed-site number only within its telephone zone; one in nomadic use anywhere, which the
    account manager decides with a reason.
    """
    if number.use == NumberUse.NOMADIC:
        return True
    zone = number.zone or zone_of_number(number.e164)
    return zone != "" and zone == to_office.telephone_zone


@transaction.atomic
def assign_number(
    *,
    service: Service,
    number: str,
    office: Office | None = None,
    ported: bool = False,
    range_size: int = 1,
    use: NumberUse = NumberUse.FIXED_SITE,
) -> ServiceNumber:
    """Give a number, or a range that begins with it, to a service; ``number`` in E.164.

    ``ported``: it comes from another operator and is active once that is done. The emergency
    address is the office's. Raises IntegrityError for a number that somebody uses.
    """
    return ServiceNumber.objects.create(
        customer_id=service.customer_id,
        service=service,
        e164=number,
        range_size=range_size,
        zone=zone_of_number(number),
        use=use,
        office=office,
        emergency_address=office.address if office else "",
        status=NumberStatus.PORTING_IN if ported else NumberStatus.ACTIVE,
    )


@transaction.atomic
def advance_number(*, number: ServiceNumber, to: NumberStatus) -> ServiceNumber:
    """Take a number a step on: active, porting out, released, ported out (rules 41, 50).

    Raises NumberRefused when it is not where that step begins.
    """
    starts = [status for status, following in NEXT.items() if to in following]
    moved = ServiceNumber.objects.filter(pk=number.pk, status__in=starts).update(status=to)
    if not moved:
        raise NumberRefused(
            _("%(number)s cannot become “%(status)s” now.")
            % {"number": shown(number.e164), "status": to.label}
        )
    number.status = to
    return number


@transaction.atomic
def transfer_number(*, number: ServiceNumber, to: Service) -> ServiceNumber:
    """Let another service of the same customer use a number (rule 50).

    Raises NumberRefused for another customer's service or a number that is gone.
    """
    if to.customer_id != number.customer_id or number.status in GONE:
        raise NumberRefused(_("Choose a service of the same company."))
    number.service = to
    number.save(update_fields=["service"])
    return number


@transaction.atomic
def split_range(*, number: ServiceNumber, first: int) -> ServiceNumber:
    """Part a range in two: its first so many numbers stay this one, the rest is answered (50).

    Raises NumberRefused where that leaves one of the two without numbers.
    """
    if not 0 < first < number.range_size or number.status in GONE:
        raise NumberRefused(
            _("%(number)s cannot be split there.")
            % {"number": shown_span(number.e164, number.range_size)}
        )
    rest = ServiceNumber.objects.create(
        customer_id=number.customer_id,
        service_id=number.service_id,
        e164=end_of_span(number.e164, first + 1),
        range_size=number.range_size - first,
        zone=number.zone,
        use=number.use,
        office_id=number.office_id,
        forwarded_to=number.forwarded_to,
        emergency_address=number.emergency_address,
        status=number.status,
    )
    number.range_size = first
    number.save(update_fields=["range_size"])
    return rest


@transaction.atomic
def forward_number(*, number: ServiceNumber, to: str) -> ServiceNumber:
    """Send the calls of a number on to another one, in E.164 (rule 30).

    Raises NumberRefused for a number that would call itself.
    """
    if to == number.e164 or not to:
        raise NumberRefused(_("Say to which other number the calls go."))
    number.forwarded_to = to
    number.save(update_fields=["forwarded_to"])
    return number


@transaction.atomic
def relocate_number(*, number: ServiceNumber, to_office: Office) -> ServiceNumber:
    """Let a number be used at another office, which becomes its emergency address (rule 30).

    Raises NumberRefused where it may not go along.
    """
    if not may_keep(number, to_office=to_office):
        raise NumberRefused(
            _("%(number)s stays in zone %(zone)s: replace it, or forward it.")
            % {"number": shown(number.e164), "zone": number.zone or zone_of_number(number.e164)}
        )
    number.office = to_office
    number.emergency_address = to_office.address
    number.save(update_fields=["office", "emergency_address"])
    return number
