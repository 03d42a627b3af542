"""The editor of one item."""

import pytest

from macd.views.draft.configuring import line_or_404
from macd.vocabulary import Step
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of, send


def url(document, line=1):
    return f"/documents/{document.number}/lines/{line}/"


def draft(world):
    return make.change(
        world, **{"line.1.offering": world.plus.offering.code, "line.1.desired.speed": "100"}
    )


def test_current_and_desired_stand_side_by_side(world, browser):
    page = page_of(browser(world.requester).get(url(draft(world))))
    text = page.text.replace("\u00a0", " ")
    assert "What you have now" in text
    assert "+€ 40.00" in text
    assert "31 December 2027" in text
    assert "First day that can be met 5 March 2026" in text
    assert page.fields["line.1.offering"] == world.plus.offering.code


def test_saving_shows_the_price_before_and_after(world, browser):
    document, client = draft(world), browser(world.requester)
    answer = send(
        client, url(document), **{"line.1.offering": world.extra.offering.code, "go": "look"}
    )
    page = page_of(client.get(answer["Location"]))
    text = page.text.replace("\u00a0", " ")
    assert "€ 50.00 → € 90.00" in text
    assert "difference" in page.hooks


@pytest.mark.parametrize(
    ("path", "typed", "message"),
    [
        ("line.1.desired.speed", "fast", "Give a whole number"),
        ("line.1.desired.speed", "5", "at least 10"),
        ("line.1.desired.speed", str(2**63), "at most 1,000"),
        ("line.1.desired.speed", "9" * 5000, "whole number"),
        ("line.1.desired.sla", "platinum", "Choose one of the values"),
        ("line.1.quantity", "0", "from 1 to 100,000"),
        ("line.1.quantity", "100001", "from 1 to 100,000"),
        ("line.1.quantity", "1e400", "whole number"),
        ("line.1.quantity", "many", "whole number"),
        ("line.1.quantity", "1e999999999", "whole number"),
        ("line.1.quantity", "NaN", "whole number"),
        ("line.1.quantity", "Infinity", "whole number"),
        ("line.1.offering", "no-such", "Choose one of the services"),
        ("line.1.offering", "\x00", "Choose one of the services"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(world, browser, path, typed, message):
    document = draft(world)
    before = document.lines.get()
    answer = send(browser(world.requester), url(document), **{path: typed})
    page = page_of(answer)
    assert answer.status_code == 422
    assert message in page.text
    assert f"#id_{path}" in page.links
    line = document.lines.get()
    assert (line.desired, line.quantity) == (before.desired, before.quantity)


def test_a_good_offering_with_a_bad_setting_writes_neither(world, browser):
    document = draft(world)
    answer = send(
        browser(world.requester),
        url(document),
        **{"line.1.offering": world.extra.offering.code, "line.1.desired.speed": "x"},
    )
    assert answer.status_code == 422
    assert document.lines.get().offering_version == world.plus
    assert page_of(answer).fields["line.1.offering"] == world.extra.offering.code


def test_an_unknown_characteristic_is_ignored(world, browser):
    document = draft(world)
    answer = send(browser(world.requester), url(document), **{"line.1.desired.colour": "red"})
    assert answer.status_code == 302
    assert document.lines.get().desired == {"speed": 100}


@pytest.mark.parametrize("line", ["2", "0", "9" * 30, "x"])
def test_an_item_that_is_not_there_is_not_found(world, browser, line):
    assert browser(world.requester).get(url(draft(world), line)).status_code == 404


def test_in_review_the_account_manager_suggests_settings(world, browser):
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    assert send(
        browser(world.manager), url(document), **{"line.1.desired.speed": "800"}
    ).status_code == 302  # fmt: skip
    assert line_or_404(document, 1).desired == {"speed": 500}
    page = page_of(browser(world.requester).get(url(document)))
    assert "800 Mbps" in page.text
    assert "Anke Manager suggests" in page.text


def test_the_page_costs_a_fixed_number_of_queries(world, browser, django_assert_max_num_queries):
    here, client = url(draft(world)), browser(world.requester)
    client.get(here)
    with django_assert_max_num_queries(12 + NESTED):
        client.get(here)
