"""When an office can be entered, read from the words in which people write it.

"08:00–17:00", "ma-vr 8u30-12u, 13u-17u", "lun-ven 8h-16h30", "Mon–Fri 7:30–16:00; Sat 9–12". What
is not understood whole is not understood at all: nobody is sent away by half a reading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

DAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "mon monday ma maandag lun lundi mo montag",
            "tue tuesday di dinsdag mar mardi dienstag",
            "wed wednesday wo woensdag mer mercredi mi mittwoch",
            "thu thursday do donderdag jeu jeudi donnerstag",
            "fri friday vr vrijdag ven vendredi fr freitag",
            "sat saturday za zaterdag sam samedi sa samstag",
            "sun sunday zo zondag dim dimanche so sonntag",
        )
    )
    for word in words.split()
}
EVERY_DAY = frozenset(range(7))
TO = r"\s*(?:-|–|—|tot|to|à|au|bis|until)\s*"
CLOCK = r"(\d{1,2})(?:\s*(?:[:.hu])\s*(\d{2})?)?(?:\s*(?:uur|heures|uhr))?"
HOURS = re.compile(rf"{CLOCK}{TO}{CLOCK}")
NAMED = re.compile(rf"([a-z]{{2,10}})\.?(?:{TO}([a-z]{{2,10}})\.?)?\s*:?\s*")
ALWAYS = re.compile(r"24\s*(?:/|h/)\s*7")
FROM = re.compile(r"^(?:van|from|de|von)\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """Some hours on some days of the week (Monday is 0)."""

    days: frozenset[int]
    opens: time
    closes: time


def opening_of(text: str) -> list[Span] | None:
    """The hours that a text tells, or None where it is empty or not understood."""
    words = text.strip().lower()
    if ALWAYS.fullmatch(words):
        return [Span(EVERY_DAY, time.min, time.max)]
    parts = [part.strip() for part in re.split(r"[;,\n]|\s(?:en|et|and|und)\s", words)]
    try:
        return list(_spans([part for part in parts if part])) or None
    except ValueError:
        return None


def _spans(parts: list[str]) -> Iterator[Span]:
    """Each part's hours, on the days it names or those named before. Raises ValueError."""
    days = EVERY_DAY
    for part in parts:
        rest = FROM.sub("", part)
        if named := NAMED.match(rest):
            days, rest = _days(named), rest[named.end() :]
        found = HOURS.fullmatch(FROM.sub("", rest).strip())
        if found is None:
            raise ValueError(part)
        opens, closes = _clock(found[1], found[2]), _clock(found[3], found[4])
        if not opens < closes:
            raise ValueError(part)
        yield Span(days, opens, closes)


def _days(named: re.Match[str]) -> frozenset[int]:
    if named[1] not in DAYS or (named[2] and named[2] not in DAYS):
        raise ValueError(named[0])
    first = DAYS[named[1]]
    last = DAYS[named[2]] if named[2] else first
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _clock(hours: str, minutes: str | None) -> time:
    whole = int(hours)
    return time.max if whole == 24 else time(whole, int(minutes or 0))


def is_open(spans: list[Span], *, on: date, starts: time, ends: time) -> bool:
    """Whether an office can be entered at some moment of a part of a day."""
    return any(
        on.weekday() in span.days and span.opens < ends and starts < span.closes for span in spans
    )
