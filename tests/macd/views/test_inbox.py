"""The inbox: counts equal lists, search finds, others' documents are not there."""

import re

import pytest
from django.test import Client

from macd.views.inbox import QUEUES
from macd.vocabulary import Step
from tests.accounts import make as people
from tests.macd import make

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
    assert set(counts) == set(QUEUES)
    for queue, count in counts.items():
        assert len(numbers(inbox(world.manager, queue=queue))) == int(count), queue
    assert counts["needs_me"] == "1"
    assert counts["waiting_customer"] == "1"
    assert counts["all"] == "2"


def test_rows_say_what_is_asked_and_where():
    world = make.world()
    document = make.submitted(world)
    text = inbox(world.manager).content.decode()
    row = text.split(f'data-number="{document.number}"')[1].split("</a>")[0]
    assert world.customer.legal_name in row
    assert "SmartFit Internet Plus → SmartFit Internet Extra" in row
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


def test_a_list_is_paged_by_key(monkeypatch):
    from macd.views import paging

    world = make.world()
    first = make.submitted(world)
    other = make.world()
    other.customer.account_manager = world.manager
    other.customer.save()
    second = make.submitted(other)
    page = paging.page_by(
        type(first).objects.filter(pk__in=[first.pk, second.pk]), "ball_since", size=1
    )
    rest = paging.page_by(
        type(first).objects.filter(pk__in=[first.pk, second.pk]),
        "ball_since",
        after=page.following,
        size=1,
    )
    assert [row.pk for row in (*page.rows, *rest.rows)] == [first.pk, second.pk]
    assert rest.following == ""
    assert "after=" in page.url_after({"queue": "all", "q": ""})
    for absurd in ("x", "9" * 15 + ".1.1", "1.1"):
        assert inbox(world.manager, after=absurd).status_code == 200


def test_inbox_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    world = make.world()
    make.submitted(world)
    client = Client()
    client.force_login(world.manager)
    client.get("/inbox/")
    with django_assert_max_num_queries(12):
        client.get("/inbox/")
