"""The work list: what operations deliver, by promised day."""

import re

import pytest
from django.test import Client

from macd.models import Document
from macd.views.worklist import QUEUES
from macd.vocabulary import LineStatus, Status
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def work(person, **query):
    return client_of(person).get("/operations/", query)


def delivering(world, promised="2026-05-06"):
    document = make.signed(world)
    Document.objects.filter(pk=document.pk).update(status=Status.IN_DELIVERY)
    document.lines.update(status=LineStatus.PLANNED, committed_on=promised)
    return Document.objects.get(pk=document.pk)


def test_items_stand_under_their_day_and_late_ones_are_marked():
    world = make.world()
    document = delivering(world)
    text = work(world.operations, queue="all").content.decode()
    assert f"{document.number}/1" in text
    assert '<time datetime="2026-05-06">' in text
    assert "Overdue" in text.split('<time datetime="2026-05-06">')[1]
    assert 'data-testid="line-deliver"' in text


def test_counts_equal_lists():
    world = make.world()
    delivering(world)
    text = work(world.operations).content.decode()
    counts = dict(
        re.findall(r'queue=(\w+)"[^>]*><span>[^<]*</span> <span class="count">(\d+)', text)
    )
    assert set(counts) == set(QUEUES)
    for queue, count in counts.items():
        listed = work(world.operations, queue=queue).content.decode().count('class="card-section"')
        assert listed == int(count), queue
    assert (counts["overdue"], counts["held"], counts["all"]) == ("1", "0", "1")


def test_delivering_from_the_list_leads_back_to_it():
    world = make.world()
    document = delivering(world)
    url = re.search(
        r'action="([^"]+deliver/\?back=operations)"', work(world.operations).content.decode()
    )[1]
    answer = client_of(world.operations).post(url, {"on": "2026-03-02"})
    assert answer.url == "/operations/"
    assert document.lines.get().status == LineStatus.DELIVERED


def test_the_list_is_for_operations():
    world = make.world()
    assert work(world.manager).status_code == 403
    assert work(world.requester).status_code == 403
    assert work(world.operations, queue="\x00").status_code == 200


def test_the_list_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    world = make.world()
    delivering(world)
    delivering(make.world())
    client = client_of(world.operations)
    client.get("/operations/")
    with django_assert_max_num_queries(10):
        client.get("/operations/?queue=all")
