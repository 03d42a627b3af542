"""The settings of a service: what each allows, how it is read, what is wrong with a value."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from accounts.limits import grouped
from accounts.names import is_seen, without_marks
from services.models import OfferingVersion
from services.patterns import words_of
from services.texts import in_language, missing_languages

TYPES = ("text", "integer", "decimal", "choice", "boolean")
LONGEST_TEXT = 200
# Beyond this PostgreSQL's and JavaScript's whole numbers part ways.
LARGEST = 2**53 - 1
DECIMAL = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,10})?")
TRUE = frozenset({"1", "true", "on", "yes"})
FALSE = frozenset({"0", "false", "off", "no", ""})


class Wrong(ValueError):
    """A value that a characteristic does not allow; the text is for the person who gave it."""


@dataclass(frozen=True)
class Characteristic:
    """One setting of an offering, as its version defines it.

    ``minimum`` and ``maximum`` bound numbers, and the length of a text. ``material``: changing it
    after approval voids the approval. Values are stored as str (text, choice, decimal), int, bool.
    """

    code: str
    names: dict[str, str]
    type: str
    choices: tuple[tuple[str, dict[str, str]], ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    pattern: str = ""
    mandatory: bool = False
    material: bool = True
    unit: str = ""

    @property
    def unit_shown(self) -> str:
        """The unit in the language of the page: a gigabyte has another sign in French."""
        return _("GB") if self.unit == "GB" else self.unit

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self.names)

    def choice_labels(self, language: str | None = None) -> list[tuple[str, str]]:
        """The choices as (value, label) in a language."""
        return [(value, in_language(names, language)) for value, names in self.choices]

    def show(self, value: Any, language: str | None = None) -> str:
        """A stored value as people read it, with its unit; empty for no value."""
        if value is None or value == "":
            return ""
        if self.type == "boolean":
            return _("Yes") if value else _("No")
        if self.type == "choice":
            return dict(self.choice_labels(language)).get(str(value), str(value))
        shown = grouped(Decimal(value)) if _is_decimal(self, value) else value
        return f"{shown} {self.unit_shown}".rstrip()


def characteristics_of(version: OfferingVersion) -> dict[str, Characteristic]:
    """The version's characteristics by code, in the order in which they are shown."""
    return {item["code"]: _read(item) for item in version.characteristics}


def in_order(
    known: Mapping[str, Characteristic], configuration: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Codes and values as the catalogue shows them; what it does not know comes last.

    The database keeps no order of what stands in a configuration.
    """
    yield from ((code, configuration[code]) for code in known if code in configuration)
    yield from ((code, value) for code, value in configuration.items() if code not in known)


def parse(characteristic: Characteristic, raw: str) -> Any:
    """A typed-in text as the value to store; None for an empty one. Raises Wrong."""
    text = without_marks(raw)
    if characteristic.type == "boolean":
        if text.lower() not in TRUE | FALSE:
            raise Wrong(_("Choose yes or no."))
        return text.lower() in TRUE
    if not text:
        return None
    if characteristic.type == "integer":
        return _parsed_whole(text)
    if characteristic.type == "decimal":
        return str(_parsed_decimal(text.replace(",", ".")))
    return text


def problem_with(characteristic: Characteristic, value: Any) -> str:
    """What is wrong with a value, in the language of the page; empty when nothing is."""
    if value is None or value == "":
        return _("Fill this in.") if characteristic.mandatory else ""
    try:
        CHECKS[characteristic.type](characteristic, value)
    except Wrong as wrong:
        return str(wrong)
    return ""


def validate_configuration(
    version: OfferingVersion, configuration: Mapping[str, Any], *, only: Iterable[str] | None = None
) -> dict[str, str]:
    """Check a whole configuration against a version: a message per code that is wrong (rule 42).

    ``only`` limits the check to these codes: untouched installed values are never validated
    (rule 47). A code that the version does not have is reported under that code.
    """
    known = characteristics_of(version)
    codes = set(only) if only is not None else set(known) | set(configuration)
    problems = {}
    for code in sorted(codes - set(known)):
        if configuration.get(code) is not None:
            problems[code] = _("“%(code)s” is no setting of %(offering)s.") % {
                "code": _shortened(code),
                "offering": in_language(version.names),
            }
    for code, characteristic in known.items():
        if code in codes and (message := problem_with(characteristic, configuration.get(code))):
            problems[code] = message
    return problems


def quantity_problem(version: OfferingVersion, quantity: object) -> str:
    """What is wrong with a quantity of this version; empty when nothing is (rule 42)."""
    if not isinstance(quantity, int) or isinstance(quantity, bool):
        return _("Give a whole number.")
    limits = (Decimal(version.minimum_quantity), version.maximum_quantity or LARGEST)
    try:
        _within(Decimal(quantity), limits[0], Decimal(limits[1]))
    except Wrong as wrong:
        return str(wrong)
    return ""


def definition_problems(characteristics: object) -> list[str]:
    """What is wrong with the definition of an offering's characteristics, for the catalogue."""
    if not isinstance(characteristics, list):
        return [_("The characteristics are a list.")]
    problems: list[str] = []
    seen: set[str] = set()
    for item in characteristics:
        code = item.get("code") if isinstance(item, dict) else None
        if not isinstance(code, str) or not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", code):
            problems.append(_("A characteristic needs a code in small letters."))
            continue
        if code in seen:
            problems.append(_("%(code)s stands there twice.") % {"code": code})
        seen.add(code)
        problems += [f"{code}: {text}" for text in _item_problems(item)]
    return problems


def _item_problems(item: dict[str, Any]) -> list[str]:
    problems = []
    if item.get("type") not in TYPES:
        problems.append(_("the type is one of %(types)s") % {"types": ", ".join(TYPES)})
    if missing_languages(item.get("names")):
        problems.append(_("the name is needed in all four languages"))
    choices = item.get("choices") or []
    if (item.get("type") == "choice") != bool(choices):
        problems.append(_("choices belong to the type choice, and it needs them"))
    if any("value" not in one or missing_languages(one.get("names")) for one in choices):
        problems.append(_("each choice needs a value, and a name in all four languages"))
    try:
        re.compile(item.get("pattern") or "")
        _read({"names": {}, "type": "", **item})
    except (re.error, InvalidOperation):
        problems.append(_("the limits are numbers and the pattern is a regular expression"))
    return problems


def _read(item: dict[str, Any]) -> Characteristic:
    return Characteristic(
        code=item["code"],
        names=item["names"],
        type=item["type"],
        choices=tuple((one["value"], one["names"]) for one in item.get("choices") or ()),
        minimum=_limit(item.get("minimum")),
        maximum=_limit(item.get("maximum")),
        pattern=item.get("pattern") or "",
        mandatory=bool(item.get("mandatory")),
        material=bool(item.get("material", True)),
        unit=item.get("unit") or "",
    )


def _is_decimal(characteristic: Characteristic, value: Any) -> bool:
    """Whether a stored value is a number with decimals, written as the catalogue keeps them."""
    return characteristic.type == "decimal" and bool(DECIMAL.fullmatch(str(value)))


def _limit(value: Any) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))


def _parsed_whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,30}", text):
        raise Wrong(_("Give a whole number."))
    return int(text)


def _parsed_decimal(text: str) -> Decimal:
    if not DECIMAL.fullmatch(text):
        raise Wrong(_("Give a number, such as 12.5."))
    return Decimal(text)


def _check_text(characteristic: Characteristic, value: Any) -> None:
    if not isinstance(value, str):
        raise Wrong(_("Give a text."))
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in value):
        raise Wrong(_("Leave out line breaks and signs that cannot be printed."))
    if not is_seen(value):
        raise Wrong(_("Give at least one letter or digit."))
    longest = int(characteristic.maximum or LONGEST_TEXT)
    if len(value) > longest:
        raise Wrong(_("Use at most %(count)d characters.") % {"count": longest})
    if characteristic.minimum is not None and len(value) < characteristic.minimum:
        raise Wrong(_("Use at least %(count)d characters.") % {"count": characteristic.minimum})
    if characteristic.pattern and not re.fullmatch(characteristic.pattern, value):
        raise Wrong(words_of(characteristic.pattern))


def _check_whole(characteristic: Characteristic, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Wrong(_("Give a whole number."))
    _within(Decimal(value), characteristic.minimum, characteristic.maximum)


def _check_decimal(characteristic: Characteristic, value: Any) -> None:
    if not isinstance(value, str):
        raise Wrong(_("Give a number, such as 12.5."))
    _within(_parsed_decimal(value), characteristic.minimum, characteristic.maximum)


def _check_choice(characteristic: Characteristic, value: Any) -> None:
    if value not in [allowed for allowed, _names in characteristic.choices]:
        raise Wrong(_("Choose one of the values that are offered."))


def _check_boolean(_characteristic: Characteristic, value: Any) -> None:
    if not isinstance(value, bool):
        raise Wrong(_("Choose yes or no."))


CHECKS = {
    "text": _check_text,
    "integer": _check_whole,
    "decimal": _check_decimal,
    "choice": _check_choice,
    "boolean": _check_boolean,
}


def _within(number: Decimal, minimum: Decimal | None, maximum: Decimal | None) -> None:
    if minimum is not None and number < minimum:
        raise Wrong(_("Give at least %(limit)s.") % {"limit": grouped(minimum)})
    if number > min(maximum or LARGEST, LARGEST):
        raise Wrong(_("Give at most %(limit)s.") % {"limit": grouped(maximum or LARGEST)})


def _shortened(text: str) -> str:
    printable = "".join(sign for sign in text if sign.isprintable())
    return printable if len(printable) <= 40 else printable[:39] + "…"
