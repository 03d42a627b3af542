"""The list of requests: which, in which order, found by what."""

from datetime import timedelta

import pytest

from accounts.roles import CustomerRole
from macd.models import Document
from macd.views.documents import listing as documents
from macd.vocabulary import Step
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of


def numbers(answer):
    page = page_of(answer)
    return [link.split("/")[2] for link in page.links if link.startswith("/documents/MACD-")]


def test_open_and_closed_are_apart(world, browser):
    still_open = make.submitted(world)
    closed = make.step(world, make.change(world), Step.DISCARD, world.requester)
    client = browser(world.requester)
    assert numbers(client.get("/documents/")) == [still_open.number]
    assert numbers(client.get("/documents/", {"show": "closed"})) == [closed.number]
    assert len(numbers(client.get("/documents/", {"show": "all"}))) == 2
    assert numbers(client.get("/documents/", {"show": "what?"})) == [still_open.number]


@pytest.mark.parametrize("words", ["{number}", "{tail}", "our-ref", "OUR-ref"])
def test_it_is_found_by_number_and_reference(world, browser, words):
    document = make.change(world, **{"request.reference": "Our-Ref-7"})
    other = make.change(world)
    q = words.format(number=document.number, tail=document.number[-3:])
    found = numbers(browser(world.requester).get("/documents/", {"q": q}))
    assert document.number in found
    assert other.number not in found


@pytest.mark.parametrize("words", ["\x00", "%", "x" * 10_000, "'; DROP TABLE", "\ud800"])
def test_absurd_words_find_nothing_and_break_nothing(world, browser, words):
    client = browser(world.requester)
    answer = client.get("/documents/", {"q": words.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200


def test_pages_follow_each_other_without_gap(world, browser, monkeypatch):
    monkeypatch.setattr(documents, "PAGE", 2)
    made = [make.change(world) for _each in range(5)]
    for index, document in enumerate(made):
        Document.objects.filter(pk=document.pk).update(
            updated_at=make.AT + timedelta(minutes=index // 2)
        )
    client, seen, url = browser(world.requester), [], "/documents/"
    while url:
        answer = client.get(url)
        seen += numbers(answer)
        older = [link for link in page_of(answer).links if "after=" in link]
        url = f"/documents/{older[0]}" if older else ""
    assert sorted(seen) == sorted(document.number for document in made)
    assert len(seen) == 5


@pytest.mark.parametrize(
    "mark", ["x", "2026-01-01_1", "_", "9" * 400, "2026-01-01T00:00:00+00:00_x"]
)
def test_a_mark_that_is_none_starts_at_the_beginning(world, browser, mark):
    document = make.submitted(world)
    answer = browser(world.requester).get("/documents/", {"after": mark})
    assert numbers(answer) == [document.number]


def test_others_see_theirs_only(world, browser):
    make.submitted(world)
    assert (
        numbers(browser(people.membership(CustomerRole.REQUESTER).person).get("/documents/")) == []
    )


def test_the_list_costs_a_fixed_number_of_queries(world, browser, django_assert_max_num_queries):
    for _each in range(4):
        make.change(world)
    client = browser(world.requester)
    client.get("/documents/")
    with django_assert_max_num_queries(6 + NESTED):
        assert len(numbers(client.get("/documents/"))) == 4
