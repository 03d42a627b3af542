"""What the page shows of the data."""

from typing import Any

import pytest
from django.utils import translation

from macd.pdf.presentation import present
from tests.macd.pdf.inputs import document


def first_line(**changed: Any) -> dict[str, Any]:
    """Present a document whose one line is changed; return that line."""
    made = document()
    made["offices"][0]["lines"][0] |= changed
    line: dict[str, Any] = present(made)["offices"][0]["lines"][0]
    return line


def test_initials_of_all_signatories_stand_together() -> None:
    one = document()["signatures"][0]
    assert present(document())["initials"] == "JM"
    assert present(document(signatures=[one, one | {"initials": "EP"}]))["initials"] == "JM · EP"
    assert present(document(signatures=[]))["initials"] == ""


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (1, 1, None),
        (None, 1, None),
        (1, None, None),
        (None, None, None),
        (1, 0, None),
        (3, 3, {"before": 3, "after": 3, "look": "was"}),
        (2, 3, {"before": 2, "after": 3, "look": "becomes"}),
        (None, 4, {"before": "–", "after": 4, "look": "becomes"}),
    ],
)
def test_a_quantity_is_shown_where_it_says_something(
    before: int | None, after: int | None, shown: dict[str, Any] | None
) -> None:
    assert first_line(quantity_before=before, quantity_after=after)["quantity"] == shown


def test_a_quantity_that_a_difference_tells_is_not_told_again() -> None:
    told = [{"label": "Quantity", "before": "50", "after": "60"}]
    assert first_line(quantity_before=50, quantity_after=60, differences=told)["quantity"] is None
    shown = first_line(quantity_before=50, quantity_after=70, differences=told)["quantity"]
    assert shown == {"before": 50, "after": 70, "look": "becomes"}


def test_prices_and_days_are_written_out() -> None:
    line = first_line()
    assert (line["before"], line["after"], line["once"]) == ("€79.00", "€1,099.50", "€49.00")
    assert line["days"] == [{"label": "Wished on", "value": "1 April 2026"}]


def test_people_are_reached_by_what_is_known_of_them() -> None:
    nobody = {"name": "", "email": "", "phone": ""}
    assert present(document())["provider"]["reach"] == "business@nordzee.example · +32 2 555 01 00"
    assert present(document(account_manager=nobody))["account_manager"]["reach"] == ""
    only = nobody | {"phone": "+32 470 11 22 33"}
    assert present(document(account_manager=only))["account_manager"]["reach"] == only["phone"]


def test_offices_are_numbered() -> None:
    office = document()["offices"][0]
    shown = present(document(offices=[office, office]))["offices"]
    assert [each["number"] for each in shown] == [1, 2]


def test_the_input_is_left_as_it_was() -> None:
    given = document()
    present(given)
    assert given == document()


@pytest.mark.parametrize("part", ["offices", "overview", "provider", "generated_at", "preview"])
def test_a_missing_part_is_named(part: str) -> None:
    incomplete = document()
    del incomplete[part]
    with pytest.raises(KeyError, match=part):
        present(incomplete)


def test_what_stays_is_told_with_the_colon_of_the_language() -> None:
    stays = [{"label": "Limite de données", "value": "20 Go"}]
    with translation.override("fr"):
        said = [row.get("said") for row in first_line(unchanged=stays)["rows"]]
    assert "Limite de données\xa0: 20 Go" in said
