"""Reports: figures from the history, whose they are, and the same ones as CSV."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from macd.models import Document, Line
from macd.queries import reports
from macd.queries.reports import BusinessClock, Period, last_months
from services.calendar import business_time_between
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


def test_a_period_is_whole_months():
    period = last_months(6, until=date(2026, 3, 31))
    assert (period.first_on, period.end_on) == (date(2025, 10, 1), date(2026, 4, 1))
    assert len(period.months) == 6


def test_the_business_clock_agrees_with_the_calendar():
    """Both nights in which the clocks change lie among the instants."""
    dice = random.Random(7)
    clock = BusinessClock(starts=time(9), ends=time(17))
    start = datetime(2025, 12, 20, tzinfo=UTC)
    for _ in range(200):
        first = start + timedelta(minutes=dice.randrange(60 * 24 * 400))
        last = first + timedelta(minutes=dice.randrange(60 * 24 * 40))
        exact = business_time_between(first, last, starts=time(9), ends=time(17))
        assert clock.between(first, last) == int(exact.total_seconds() // 60), (first, last)


def test_requests_are_counted_in_the_month_of_their_sending(world):
    make.submitted(world)
    make.draft(world, "change", periods=[world.period(world.other)])
    by = world.by(world.lead)
    assert reports.volumes(by, MARCH)[date(2026, 3, 1)]["change"] == 1
    before = Period(date(2026, 2, 1), date(2026, 3, 1))
    assert sum(reports.volumes(by, before)[date(2026, 2, 1)].values()) == 0


def test_a_promise_counts_against_the_day_promised_at_signature(world):
    document = make.delivered(world, make.change(world))
    by = world.by(world.lead)
    assert reports.promises_kept(by, MARCH) == {date(2026, 3, 1): (1, 0)}
    # Promised again for later, it is still late.
    late = {"promised_on": date(2026, 3, 1), "committed_on": date(2026, 3, 9)}
    Line.objects.filter(document=document).update(**late)
    assert reports.promises_kept(by, MARCH) == {date(2026, 3, 1): (0, 1)}


def test_the_time_of_a_document_goes_to_who_had_the_ball(world):
    document = make.started(world, make.change(world))
    hold = make.AT + timedelta(hours=2)  # Monday 12:00 in Brussels
    again = hold + timedelta(days=1)
    make.line_step(
        world, document, 1, "hold", world.operations, note="x", code="no_access", at=hold
    )
    make.line_step(world, document, 1, "resume", world.operations, at=again)
    end = again + timedelta(hours=1)
    make.line_step(world, document, 1, "deliver", world.operations, at=end, on=make.TODAY)
    make.line_step(world, document, 1, "accept", world.requester, at=end + timedelta(hours=1))
    stages = {
        (stage.status, stage.party): (stage.mean, stage.documents)
        for stage in reports.lead_times(world.by(world.lead), MARCH)
    }
    # Two hours of operations before, one after; eight hours and one to accept of the customer.
    assert stages["in_delivery", "operations"] == (3.0, 1)
    assert stages["in_delivery", "customer"] == (9.0, 1)


def test_open_requests_are_counted_by_age_each_once(world):
    document = make.submitted(world)
    by = world.by(world.lead)
    for days, place in ((0, 0), (7, 0), (8, 1), (14, 1), (30, 2), (60, 3), (61, 4), (900, 4)):
        rows = reports.ageing(by, on=make.TODAY + timedelta(days=days))
        assert [count for _most, count, _late in rows] == [int(n == place) for n in range(5)], days
    Document.objects.filter(pk=document.pk).update(committed_on=date(2026, 3, 1))
    assert reports.ageing(by, on=make.TODAY)[0] == (7, 1, 1)


def test_each_account_manager_has_their_desk(world):
    make.submitted(world)
    rows = reports.workload(world.by(world.lead), MARCH, on=make.TODAY)
    assert [(row["name"], row["open"], row["waiting"]) for row in rows] == [("Anke Manager", 1, 1)]


def test_a_lead_reads_the_teams_and_the_auditor_all(world, browser):
    make.submitted(world)
    other = make.world()
    make.submitted(other)
    auditor = people.staff("auditor")
    for person, count in ((world.lead, 1), (other.lead, 1), (auditor, 2)):
        standing = world.by(person)
        assert sum(reports.volumes(standing, MARCH)[date(2026, 3, 1)].values()) == count
        text = page_of(browser(person).get("/reports/")).text
        assert "Requests sent" in text
    for person in (world.manager, world.requester, world.operations, world.finance):
        assert browser(person).get("/reports/").status_code == 403
        assert browser(person).get("/reports/volumes.csv").status_code == 403


def test_the_figures_stand_in_the_table_and_in_the_file(world, browser):
    make.submitted(world)
    client = browser(world.lead)
    page = page_of(client.get("/reports/?months=3"))
    assert "Mar 26 0 1 0 0 1" in page.text
    answer = client.get("/reports/volumes.csv?months=3")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Month;Add;Change;Move;Delete;Together"
    assert lines[-1] == "Mar 26;0;1;0;0;1"
    for code in ("promises", "lead-times", "ageing", "workload"):
        assert client.get(f"/reports/{code}.csv").status_code == 200
    assert client.get("/reports/nothing.csv").status_code == 404


def test_a_name_that_looks_like_a_formula_is_none_in_the_file(world, browser):
    make.submitted(world)
    world.manager.name = "=1+1"
    world.manager.save(update_fields=["name"])
    answer = browser(world.lead).get("/reports/workload.csv")
    assert "\n'=1+1;1;1;0;0" in b"".join(answer.streaming_content).decode().replace("\r", "")


@pytest.mark.parametrize("query", ["until=x", "until=9999-12", "until=0001-01", "months=7", ""])
def test_junk_in_the_address_shows_the_usual_period(world, browser, query):
    text = page_of(browser(world.lead).get(f"/reports/?{query}")).text
    assert "October 2025 – March 2026" in text
    assert "Nothing to count in this period" in text


def test_reports_cost_a_fixed_number_of_queries(world, browser, django_assert_max_num_queries):
    make.delivered(world, make.change(world))
    client = browser(world.lead)
    client.get("/reports/")
    with django_assert_max_num_queries(12 + NESTED):
        client.get("/reports/")


def test_stages_are_named_in_their_chart(world, browser):
    document = make.started(world, make.change(world))
    later = make.AT + timedelta(hours=2)
    make.line_step(world, document, 1, "deliver", world.operations, at=later, on=make.TODAY)
    make.line_step(world, document, 1, "accept", world.requester, at=later)
    page = browser(world.lead).get("/reports/").content.decode()
    chart = page.split("lying-bars")[1].split("</figure>")[0]
    assert " · " in chart
    assert "<span>1</span>" not in chart
