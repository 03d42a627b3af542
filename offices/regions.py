"""Belgian provinces by postcode.

Source: the numbering that bpost gives its postcodes since 1969, as listed by province in "Postal
codes in Belgium" (https://en.wikipedia.org/wiki/Postal_codes_in_Belgium). Both ends count.
"""

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Ranges = tuple[tuple[str, str], ...]
PROVINCES: dict[str, tuple[Promise, Ranges]] = {
    "brussels": (_("Brussels"), (("1000", "1299"),)),
    "antwerp": (_("Antwerp"), (("2000", "2999"),)),
    "limburg": (_("Limburg"), (("3500", "3999"),)),
    "east_flanders": (_("East Flanders"), (("9000", "9999"),)),
    "flemish_brabant": (_("Flemish Brabant"), (("1500", "1999"), ("3000", "3499"))),
    "west_flanders": (_("West Flanders"), (("8000", "8999"),)),
    "walloon_brabant": (_("Walloon Brabant"), (("1300", "1499"),)),
    "hainaut": (_("Hainaut"), (("6000", "6599"), ("7000", "7999"))),
    "liege": (_("Liège"), (("4000", "4999"),)),
    "luxembourg": (_("Luxembourg"), (("6600", "6999"),)),
    "namur": (_("Namur"), (("5000", "5999"),)),
}
ABROAD = "abroad"
NAMES: dict[str, Promise] = {
    **{code: name for code, (name, _ranges) in PROVINCES.items()},
    ABROAD: _("Outside Belgium"),
}


def region_of(*, postcode: str, country: str = "BE") -> str:
    """The code of the province of a Belgian postcode, or ABROAD."""
    if country != "BE":
        return ABROAD
    return next(
        (
            code
            for code, (_name, ranges) in PROVINCES.items()
            if any(first <= postcode <= last for first, last in ranges)
        ),
        ABROAD,
    )


def in_region(region: str, *, office: str) -> Q:
    """The rows whose office, at the path ``office``, lies in a region of NAMES."""
    if region == ABROAD:
        return Q(**{f"{office}__isnull": False}) & ~Q(**{f"{office}__country": "BE"})
    found = Q()
    for ends in PROVINCES[region][1]:
        found |= Q(**{f"{office}__postcode__range": ends})
    return found & Q(**{f"{office}__country": "BE"})
