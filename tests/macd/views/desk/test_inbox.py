"""The inbox: counts equal lists, search finds, others' documents are not there."""

import re
from datetime import date

import pytest
from django.test import Client

from macd import queries
from macd.views.desk.inbox import ORDERS
from macd.views.desk.state import QUEUES
from macd.views.paging import page_in
from macd.vocabulary import Step
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED

pytestmark = pytest.mark.usefixtures("system")


def inbox(person, **query):
    client = Client()
    client.force_login(person)
    return client.get("/inbox/", query)


def numbers(answer):
    return re.findall(r'data-number="([^"]+)"', answer.content.decode())


def test_counts_equal_lists():
    world = make.world()
    make.submitted(world)
    other = make.world()
    other.customer.account_manager = world.manager
    other.customer.save()
    make.step(other, make.submitted(other), Step.ASK, world.manager, note="Which floor?")
    answer = inbox(world.manager)
    counts = dict(
        re.findall(
            r'queue=(\w+)"[^>]*><span>[^<]*</span> <span class="count">(\d+)</span>',
            answer.content.decode(),
        )
    )
    assert set(counts) == set(QUEUES) - {"substituting"}
    for queue, count in counts.items():
        assert len(numbers(inbox(world.manager, queue=queue))) == int(count), queue
    assert counts["needs_me"] == "1"
    assert counts["waiting_customer"] == "1"
    assert counts["all"] == "2"


def test_what_is_urgent_says_so_in_its_row():
    world = make.world()
    why = {"request.urgent": True, "request.urgent_reason": "The fair opens."}
    urgent = make.step(world, make.change(world, **why), Step.SUBMIT, world.requester)
    other = make.world()
    other.customer.account_manager = world.manager
    other.customer.save()
    usual = make.submitted(other)
    text = inbox(world.manager, queue="all").content.decode()
    marked = {
        document.number: "Urgent"
        in text.split(f'data-number="{document.number}"')[1].split("</a>")[0]
        for document in (urgent, usual)
    }
    assert marked == {urgent.number: True, usual.number: False}


def test_rows_say_what_is_asked_and_where():
    world = make.world()
    document = make.submitted(world)
    text = inbox(world.manager).content.decode()
    row = text.split(f'data-number="{document.number}"')[1].split("</a>")[0]
    assert world.customer.legal_name in row
    assert "SmartFit Internet Plus →\u00a0SmartFit Internet Extra" in row
    assert "is-yours" in row


def test_search_narrows_lists_and_counts():
    world = make.world()
    document = make.submitted(world)
    for text in (document.number, world.customer.legal_name, world.service.service_id, "Office"):
        assert numbers(inbox(world.manager, q=text)) == [document.number], text
    assert numbers(inbox(world.manager, q="nowhere at all")) == []
    for absurd in ("\x00", "%", "x" * 5000, "\ud800".encode("utf-8", "surrogatepass")):
        assert inbox(world.manager, q=absurd).status_code == 200


def test_other_portfolios_and_other_people_stay_out():
    world = make.world()
    make.submitted(world)
    assert numbers(inbox(people.staff())) == []
    assert inbox(world.requester).status_code == 403
    assert inbox(world.finance).status_code == 403
    assert Client().get("/inbox/").status_code == 302


def test_absurd_cursors_begin_at_the_start():
    world = make.world()
    document = make.submitted(world)
    for absurd in ("x", "9" * 15 + ".1.1", "1.1", "2026-13-40.1"):
        assert numbers(inbox(world.manager, after=absurd)) == [document.number]


def test_every_order_goes_through_all_rows_once(monkeypatch):
    world = make.world()
    made = {make.submitted(make.replace_service(world)).number for _time in range(3)}
    monkeypatch.setattr("macd.views.paging.PAGE", 1)
    for sort, order in ORDERS.items():
        seen, after = [], ""
        for _page in range(3):
            rows = queries.inbox_for(world.by(world.manager), on=make.TODAY)
            page = page_in(rows, order, after=after, size=1)
            seen += [row.number for row in page.rows]
            after = page.following
        assert (set(seen), len(seen), after) == (made, 3, ""), sort


def test_the_next_breach_comes_first_and_shows_its_day(settings):
    settings.MACD_CLOCK = make.AT.isoformat()
    world = make.world()
    waiting = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    fresh = make.submitted(make.replace_service(world))
    assert waiting.act_by == date(2026, 3, 4)
    assert fresh.act_by == date(2026, 3, 3)
    answer = inbox(world.manager)
    assert numbers(answer) == [fresh.number, waiting.number]
    assert numbers(inbox(world.manager, sort="newest")) == [fresh.number, waiting.number]
    assert "3 Mar" in answer.content.decode()


def test_a_view_is_its_address():
    world = make.world()
    document = make.submitted(world)
    kept = inbox(world.manager, kind="change", ball="account_manager", worth="1", hide="value")
    assert numbers(kept) == [document.number]
    row = kept.content.decode().split("data-number=")[1].split("</a>")[0]
    assert 'class="value"' not in row
    assert 'class="what"' in row
    assert numbers(inbox(world.manager, kind="move")) == []
    assert numbers(inbox(world.manager, worth="99999")) == []
    for absurd in ({"worth": "NaN"}, {"worth": "1e99"}, {"sort": "x"}, {"manager": "9" * 30}):
        assert inbox(world.manager, **absurd).status_code == 200


def test_inbox_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    world = make.world()
    make.submitted(world)
    client = Client()
    client.force_login(world.manager)
    client.get("/inbox/")
    with django_assert_max_num_queries(12 + NESTED):
        client.get("/inbox/")
