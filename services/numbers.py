"""Telephone numbers: E.164, zones, and what a move does to them (rules 22, 30, 50)."""

import phonenumbers
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from offices.models import Office
from offices.zones import zone_of_number
from services.models import NumberUse, Service, ServiceNumber
from services.models.number import GONE


class NumberRefused(ValueError):
    """What was typed is no telephone number; the text says what is expected."""


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
