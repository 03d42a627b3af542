"""What a file gives twice, or although another has it: extensions, numbers, SIMs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from services.extensions import EXTENSION, TAKEN, extension_of, holders_of
from services.imports.checking import Known, Read, numbers_in
from services.imports.comparing import left_out
from services.imports.reading import MOST_ROWS, Table
from services.inventory import services_on
from services.models import Service, ServicePeriod
from services.numbers import NumberRefused, e164
from services.selfservice import IccidRefused, compact_iccid
from services.texts import filled

Row = dict[str, str]


@dataclass(frozen=True)
class Doubles:
    """How often the file gives what only one may have, and who has extensions of some rows already.

    ``given`` has extensions by themselves, and numbers and SIMs as they are kept.
    """

    given: Counter[str]
    held: dict[str, str]

    @classmethod
    def of(
        cls, table: Table, rows: Iterable[Row], known: Known, *, complete: bool = False
    ) -> "Doubles":
        """Of a file, for some of its rows; what the file gives another one is held no more.

        Nor is what stops because it does not stand in a file that is ``complete``.
        """
        given = Counter(filter(None, (_given(row, known) for _number, row in table.rows)))
        given.update(each for _number, row in table.rows for each in _reached_by(row))
        wanted = set(filter(None, (_given(row, known) for row in rows)))
        if not wanted:
            return cls(given, {})
        told = [row.get("service_id", "") for _number, row in table.rows if _given(row, known)]
        services = Service.objects.filter(customer=known.customer_id, service_id__in=told)
        but = list(services.values_list("pk", flat=True))
        if complete:
            having = services_on(customer_id=known.customer_id, on=known.on)
            having = having.filter(**{f"configuration__{EXTENSION}__in": list(wanted)})
            but += [period.service_id for period in left_out(table, having)]
        held = holders_of(wanted, customer_id=known.customer_id, on=known.on, but=but)
        return cls(given, held)

    def refuse(self, read: Read, period: ServicePeriod | None) -> None:
        """Note what is given twice; an extension that is recorded already is believed (rule 47)."""
        for number in read.numbers:
            if self.given[number] > 1:
                text = _("%(number)s stands in the file more than once.")
                read.wrong("numbers", filled(text, {"number": number}))
        if read.iccid and self.given[read.iccid] > 1:
            read.wrong("iccid", _("This SIM stands in the file more than once."))
        extension = extension_of(read.version, read.settings) if read.version else ""
        if not extension or (period and period.configuration.get(EXTENSION) == extension):
            return
        if self.given[extension] > 1:
            read.wrong(EXTENSION, _("This extension stands in the file more than once."))
        elif extension in self.held:
            read.wrong(EXTENSION, filled(TAKEN, {"name": self.held[extension]}))


def _given(row: Row, known: Known) -> str:
    """The extension that a row gives a user, as it is written."""
    version = known.offerings.get(row.get("offering", ""))
    return extension_of(version, row) if version else ""


def _reached_by(row: Row) -> Iterator[str]:
    """The numbers and the SIM of a row, each once; what is none is told where it is read."""
    yield from set(filter(None, map(_number, numbers_in(row))))
    try:
        yield compact_iccid(row.get("iccid", ""))
    except IccidRefused:
        return


@lru_cache(maxsize=MOST_ROWS)
def _number(text: str) -> str:
    """A number as it is kept; every slice of a file reads them all."""
    try:
        return e164(text)
    except NumberRefused:
        return ""
