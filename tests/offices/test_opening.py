"""Access hours as people write them; half a reading is none."""

from datetime import date, time

import pytest

from offices.opening import is_open, opening_of

MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)
MORNING, AFTERNOON = (time(8), time(12)), (time(13), time(17))


def _open(text: str, day: date, part: tuple[time, time]) -> bool:
    spans = opening_of(text)
    assert spans is not None, text
    return is_open(spans, on=day, starts=part[0], ends=part[1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Monday morning, Monday afternoon, Saturday morning
        ("08:00–17:00", (True, True, True)),
        ("8u-12u", (True, False, True)),
        ("8u30 tot 12u", (True, False, True)),
        ("12:00-17:00", (False, True, False)),
        ("ma-vr 8u30-12u, 13u-17u", (True, True, False)),
        ("Maandag tot vrijdag: 13:00 – 18:00", (False, True, False)),
        ("lun-ven 8h-16h30", (True, True, False)),
        ("du lun au ven 8h-16h30", None),
        ("de 8h à 12h", (True, False, True)),
        ("Mon–Fri 7:30–16:00; Sat 9–12", (True, True, True)),
        ("Mo-Fr 14 bis 17 Uhr", (False, True, False)),
        ("dinsdag 8-17", (False, False, False)),
        ("vr-ma 8-12", (True, False, True)),
        ("24/7", (True, True, True)),
        ("", None),
        ("bel aan bij de receptie", None),
        ("8-17, behalve vrijdag", None),
        ("25:00-26:00", None),
        ("17:00-08:00", None),
        ("8:75-9", None),
    ],
)
def test_hours_are_read_whole_or_not_at_all(text, expected):
    if expected is None:
        assert opening_of(text) is None
        return
    found = (
        _open(text, MONDAY, MORNING),
        _open(text, MONDAY, AFTERNOON),
        _open(text, SATURDAY, MORNING),
    )
    assert found == expected


def test_a_slot_that_only_touches_is_not_open():
    assert not _open("12:00-13:00", MONDAY, MORNING)
    assert not _open("12:00-13:00", MONDAY, AFTERNOON)
