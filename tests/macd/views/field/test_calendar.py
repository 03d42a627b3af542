"""The calendar of visits: weeks, months, filters, and who may read it."""

from datetime import UTC, date, datetime

import pytest

from macd import operations
from macd.operations import Crew
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of


def plan(world, document, day, half="morning", crew=None, **facts):
    return operations.plan_visit(
        document=document,
        purpose="install",
        office_id=world.office.pk,
        day=day,
        half=half,
        crew=crew or Crew(),
        by=world.by(world.operations),
        at=make.AT,
        **facts,
    )


@pytest.fixture
def visits(world):
    document = make.started(world, make.change(world))
    mine = Crew(frozenset({world.operations.pk}))
    return [
        plan(world, document, date(2026, 3, 4), crew=mine),
        plan(world, document, date(2026, 3, 4), "afternoon"),
        plan(world, document, date(2026, 3, 7), despite="Agreed."),
        plan(world, document, date(2026, 3, 12)),
    ]


def shown(client, query=""):
    page = page_of(client.get(f"/operations/calendar/{query}"))
    return page, [link for link in page.links if link.startswith("/operations/visits/")]


def test_a_week_shows_its_visits_by_day_and_half(world, visits, browser):
    page, links = shown(browser(world.operations))
    assert links == [visit.get_absolute_url() for visit in visits[:3]]
    assert "2 March 2026 – 8 March 2026" in page.text
    assert "Sat 7 Mar" in page.text
    assert "Sun 8 Mar" not in page.text
    assert page.text.count("Nobody named yet") >= 2
    _page, links = shown(browser(world.operations), "?day=2026-03-12")
    assert links == [visits[3].get_absolute_url()]


def test_a_month_shows_whole_weeks_and_leads_to_them(world, visits, browser):
    page, links = shown(browser(world.operations), "?view=month&day=2026-03-31")
    assert links == [visit.get_absolute_url() for visit in visits]
    assert "March 2026" in page.text
    assert "?day=2026-02-23" in page.links
    assert "?view=month&day=2026-04-01" in page.links


def test_a_month_says_of_what_is_over_how_it_ended(world, visits, browser):
    client = browser(world.operations)
    query = "?view=month&day=2026-03-31"
    assert "Not done" not in shown(client, query)[0].text
    at = datetime(2026, 3, 4, 12, tzinfo=UTC)
    operations.close_visit(
        visit=visits[1], outcome="failed", code="no_access", by=world.by(world.operations), at=at
    )
    page, _links = shown(client, query)
    assert "9000 Gent Afternoon Not done" in page.text, "and not that nobody is named"


def test_filters_show_mine_nobodys_and_a_region(world, visits, browser):
    client = browser(world.operations)
    for query, expected in (
        ("?who=me", visits[:1]),
        (f"?who={world.operations.pk}", visits[:1]),
        ("?who=nobody", visits[1:3]),
        ("?region=east_flanders", visits[:3]),
        ("?region=liege", []),
        ("?who=me&region=liege", []),
    ):
        page, links = shown(client, query)
        assert links == [visit.get_absolute_url() for visit in expected], query
        assert ("No visits this week" in page.text) == (not expected)


def test_junk_in_the_address_shows_this_week(world, visits, browser):
    client = browser(world.operations)
    for junk in ("day=x", "day=9999-12-31", "day=0001-01-01", "who=\x00", "view=year", "region=x"):
        page, _links = shown(client, f"?{junk}")
        assert "2 March 2026 – 8 March 2026" in page.text, junk


def test_auditors_read_and_others_do_not(world, visits, browser):
    auditor = people.staff("auditor")
    assert shown(browser(auditor))[1]
    for person in (world.manager, world.requester, world.finance):
        assert browser(person).get("/operations/calendar/").status_code == 403


def test_cancelled_visits_are_gone(world, visits, browser):
    by = world.by(world.operations)
    operations.cancel_visit(visit=visits[0], reason="x", by=by, at=make.AT)
    assert visits[0].get_absolute_url() not in shown(browser(world.operations))[1]


@pytest.mark.parametrize("view", ["week", "month"])
def test_the_calendar_costs_a_fixed_number_of_queries(
    world, visits, browser, view, django_assert_max_num_queries
):
    client = browser(world.operations)
    client.get("/operations/calendar/")
    with django_assert_max_num_queries(9 + NESTED):
        client.get(f"/operations/calendar/?view={view}")
