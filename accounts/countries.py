"""Countries by their names, in the language of the page."""

from collections.abc import Mapping
from functools import lru_cache
from unicodedata import combining, normalize

from babel import Locale
from django.utils.translation import get_language

CODE_LETTERS = 2
# Of two letters as well in the list of names, and no countries: groups of some, islands that
# belong to one, and what programs are tested with.
NO_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)


def countries() -> Mapping[str, str]:
    """The name of each country by its two letters (ISO 3166), in the order of the names."""
    return _named((get_language() or "en").split("-")[0])


@lru_cache(maxsize=8)
def _named(language: str) -> Mapping[str, str]:
    names = Locale.parse(language).territories
    found = [
        (code, name)
        for code, name in names.items()
        if len(code) == CODE_LETTERS and code not in NO_COUNTRIES
    ]
    return dict(sorted(found, key=lambda one: _plain(one[1])))


def _plain(name: str) -> str:
    """What a name is sorted by: Österreich stands among the O, as Ägypten among the A."""
    return "".join(one for one in normalize("NFD", name.casefold()) if not combining(one))
