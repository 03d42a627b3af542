"""The work list: what operations deliver, by promised day."""

import re
from datetime import date
from functools import partial

import pytest
from django.test import Client

from macd import operations
from macd.models import Document, Line
from macd.views.field import worklist
from macd.views.field.worklist import QUEUES
from macd.views.paging import page_by_day
from macd.vocabulary import LineStatus, Status
from tests.accounts import make as people
from tests.macd import make, porting
from tests.macd.views.pages import page_of
from tests.services import make as stock

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


def test_labels_belong_to_the_fields_of_their_own_item():
    for _document in range(2):
        delivering(make.world())
    page = page_of(work(people.staff("operations"), queue="all"))
    days = [name for name in page.ids if name.startswith("id_") and name.endswith("_deliver_on")]
    assert len(days) == 2


def test_steps_of_numbers_belong_to_their_own_item_too(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path
    for numbers in ("09 255 50 20", "09 255 50 30"):
        world = make.world()
        document = porting.started(world, numbers=numbers)
        for state in ("checked", "requested"):
            porting.advance(world, document, state)
    page = page_of(work(people.staff("operations"), queue="all"))
    names = [name for name in page.ids if name.startswith("id_") and "_port_confirmed_" in name]
    assert len(names) == len(set(names)) == 2


def test_a_held_item_says_for_what_and_until_when_it_waits():
    world = make.world()
    document = delivering(world)
    document.lines.update(
        status=LineStatus.HELD,
        held_for="carrier",
        held_reason="Strike.",
        held_until="2026-06-01",
    )
    assert "Strike. until 1 Jun 2026" in page_of(work(world.operations, queue="held")).text


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
    auditor = people.staff("auditor")
    text = work(auditor).content.decode()
    assert "line-deliver" not in text
    assert "visits/new" not in text


def test_items_are_told_apart_by_region_and_promised_day():
    world = make.world()
    document = delivering(world)
    for query, there in (
        ({"region": "east_flanders"}, True),
        ({"region": "liege"}, False),
        ({"region": "x"}, True),
        ({"from": "2026-05-06", "until": "2026-05-06"}, True),
        ({"from": "2026-05-07"}, False),
        ({"until": "2026-05-05"}, False),
        ({"until": "\x00"}, True),
    ):
        text = work(world.operations, queue="all", **query).content.decode()
        assert (document.number in text) == there, query
    assert "East Flanders" in work(world.operations, queue="all").content.decode()


def test_a_planned_visit_stands_with_its_item_and_no_longer_waits_for_one():
    world = make.world()
    document = make.started(world, make.add(world, stock.version(site_visit=True)))
    assert document.number in work(world.operations, queue="unplanned").content.decode()
    visit = operations.plan_visit(
        document=document,
        purpose="install",
        office_id=world.office.pk,
        day=date(2026, 5, 5),
        half="morning",
        by=world.by(world.operations),
        at=make.AT,
    )
    assert document.number not in work(world.operations, queue="unplanned").content.decode()
    text = work(world.operations, queue="all").content.decode()
    assert visit.get_absolute_url() in text
    assert "Plan another visit" in text


def test_a_long_list_is_read_in_pages_without_gaps(monkeypatch):
    world = make.world()
    numbers = {delivering(make.world()).number for _ in range(4)} | {delivering(world).number}
    Line.objects.filter(document__number=min(numbers)).update(committed_on=None)
    monkeypatch.setattr(worklist, "page_by_day", partial(page_by_day, size=2))
    client, url, seen = client_of(world.operations), "/operations/?queue=all", []
    while url:
        page = page_of(client.get(url))
        # Told once more to who hears each step's name without seeing where it stands.
        seen += dict.fromkeys(re.findall(r"(MACD-\d{4}-\d+)/1", page.text))
        older = [link for link in page.links if "after=" in link]
        url = f"/operations/{older[-1]}" if older else ""
    assert len(seen) == 5
    assert set(seen) == numbers
    assert seen[-1] == min(numbers)


def test_the_list_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    world = make.world()
    delivering(world)
    delivering(make.world())
    client = client_of(world.operations)
    client.get("/operations/")
    with django_assert_max_num_queries(12):
        client.get("/operations/?queue=all")


def test_days_out_of_reach_filter_nothing(world, browser):
    answer = browser(world.operations).get(
        "/operations/", {"from": "9999-12-31", "until": "0001-01-01"}
    )
    assert answer.status_code == 200
    fields = page_of(answer).fields
    assert (fields["from"], fields["until"]) == ("", "")
