"""Every place of a document reads what fits and refuses the rest, whatever is typed."""

import contextlib
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macd import queries
from macd.fields import find_place
from macd.kinds import RULES, Unfit
from macd.vocabulary import Side
from services.numbers import assign_number
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
ODD = [
    "a\x00b",
    "\ud800",
    "x" * 10_000,
    "9" * 5_000,
    str(2**63),
    2**63,
    "1e999999999",
    "NaN",
    "-1",
    "0",
    "1.5",
    1.5,
    float("nan"),
    Decimal("1E+99999"),
    True,
    None,
    [],
    ["x"],
    {},
    {"x": 1},
    b"x",
    datetime(2026, 5, 4, 12, tzinfo=make.UTC),
    "",
    "   ",
    "9999-12-31",
    "2026-02-30",
]


def _document():
    world = make.world()
    assign_number(service=world.service, number="+3292234501", office=world.office)
    return make.move(world)


def _paths(document):
    fields = [field.path for rules in RULES.values() for field in rules.fields]
    lines = ["offering", "quantity", "desired.speed", "desired.sla", "numbers.+3292234501"]
    return [*dict.fromkeys(fields), *(f"line.2.{path}" for path in lines)]


def test_nothing_that_is_typed_does_more_than_not_fit():
    document = _document()
    places = [place for path in _paths(document) if (place := find_place(document, path))]
    assert len(places) > 20
    for place in places:
        for raw in ODD:
            try:
                value = place.fit(raw)
            except Unfit:
                continue
            else:
                assert value is None or isinstance(value, str | int | bool), (place.path, raw)
                assert "\x00" not in str(value)
                assert len(str(value)) <= 4_000


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "line",
        "line.1",
        "line.1.",
        "line.x.quantity",
        "line.0.quantity",
        "line.99.quantity",
        "line." + "9" * 5_000 + ".quantity",
        "line.²._",
        "line.2.desired",
        "line.2.desired.unknown",
        "line.2.numbers.+32111",
        "line.2.price_after",
        "request",
        "request.unknown",
        "status",
        "a\x00b",
    ],
)
def test_there_is_no_such_place(path):
    assert find_place(_document(), path) is None


@pytest.mark.parametrize(
    ("path", "raw", "value"),
    [
        ("request.reference", "  Ours ", "Ours"),
        ("request.requested_on", "2026-05-05", "2026-05-05"),
        ("sites.contact_mobile", "0470 12 34 56", "+32470123456"),
        ("sites.landlord", "asked", "asked"),
        ("planning.overlap_days", "7", 7),
        ("planning.gap_confirmed", "on", True),
        ("technical.technical_notes", "Two\nlines", "Two\nlines"),
        ("planning.committed_on", "2026-05-06", "2026-05-06"),
        ("line.2.quantity", "3", 3),
        ("line.2.desired.speed", "250", 250),
        ("line.2.desired.sla", "gold", "gold"),
        ("line.2.numbers.+3292234501", "release", "release"),
    ],
)
def test_what_fits_is_written_and_read_again(path, raw, value):
    document = _document()
    place = find_place(document, path)
    fitted = place.fit(raw)
    assert fitted == value
    place.write(fitted)
    again = find_place(queries.whole(document.pk), path)
    assert again.value == value
    assert again.shown(value)
    assert again.label


def test_each_place_has_its_owner():
    document = _document()
    assert find_place(document, "planning.committed_on").owner == Side.PROVIDER
    assert find_place(document, "line.2.quantity").owner == Side.CUSTOMER


def test_a_reference_is_as_long_as_its_column():
    place = find_place(_document(), "request.reference")
    assert place.fit("x" * 100) == "x" * 100
    with pytest.raises(Unfit):
        place.fit("x" * 101)


def test_another_offering_keeps_only_the_settings_that_it_knows():
    world = make.world()
    bare = make.stock.version(characteristics=[make.stock.SLA])
    document = make.draft_change(world, **{"line.1.offering": bare.offering.code})
    assert document.lines.get().desired == {}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(raw=st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.none(), st.binary()))
def test_any_quantity_fits_or_does_not(raw):
    place = find_place(_cached(), "line.2.quantity")
    with contextlib.suppress(Unfit):
        assert 1 <= place.fit(raw) <= 100_000


_documents = []


def _cached():
    """The document of one test, for all of its examples; nothing of it is written."""
    if not _documents:
        _documents.append(_document())
    return _documents[0]
