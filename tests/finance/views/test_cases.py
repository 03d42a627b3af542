"""The list of cases and one case."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import StaffRole
from finance import operations
from macd.vocabulary import Step
from tests.accounts import make as people
from tests.finance.conftest import as_
from tests.macd import make
from tests.macd.views.pages import page_of
from tests.services import make as stock


def test_the_list_leads_to_the_case(world, case, browser):
    text = browser(world.finance).get("/cancellations/").content.decode()
    assert world.customer.legal_name in text
    assert f"/cancellations/{case.public_id}/" in text
    assert '<time datetime="2026-03-02">' in text


def test_others_see_an_empty_list(world, case, browser):
    foreign = people.membership().person
    for person in (foreign, world.operations, people.staff(StaffRole.ADMINISTRATOR)):
        answer = browser(person).get("/cancellations/")
        assert answer.status_code == 200
        assert world.customer.legal_name not in answer.content.decode()


def test_a_case_shows_ends_side_by_side_and_what_is_open(world, case, browser):
    document = make.submitted(world)
    text = browser(world.finance).get(f"/cancellations/{case.public_id}/").content.decode()
    assert world.agreement.number in text
    assert '<time datetime="2027-12-31">' in text
    assert '<time datetime="2026-03-02">' in text
    assert "We merge." in text
    assert world.service.service_id in text
    assert document.number in text
    assert f'href="{document.get_absolute_url()}"' not in text
    mine = browser(world.requester).get(f"/cancellations/{case.public_id}/").content.decode()
    assert f'href="{document.get_absolute_url()}"' in mine


def test_a_case_speaks_to_the_customer_and_about_it_to_finance(world, case, browser):
    submitted = make.submitted(world)
    make.step(world, submitted, Step.ASK, world.manager, note="Is the rack free?")
    stock.installed(
        world.customer, office=world.office, offering_version=stock.version(family="hardware")
    )
    url = f"/cancellations/{case.public_id}/"
    theirs = page_of(browser(world.finance).get(url)).text
    assert "Waiting for the customer" in theirs
    assert "The customer hands it back" in theirs
    assert "stays yours" not in theirs
    ours = page_of(browser(world.requester).get(url)).text
    assert "Waiting for an answer from your company" in ours
    assert "stays yours to keep safe" in ours


def test_strangers_find_no_case(world, case, browser):
    for person in (people.membership().person, world.operations, people.staff()):
        assert browser(person).get(f"/cancellations/{case.public_id}/").status_code == 404
    assert browser(world.finance).get(f"/cancellations/{uuid4()}/").status_code == 404
    assert browser(world.finance).get("/cancellations/no-uuid/").status_code == 404


def test_pages_cost_a_fixed_number_of_queries(world, case, browser, django_assert_num_queries):
    client = browser(world.finance)
    url = f"/cancellations/{case.public_id}/"
    client.get(url)
    costs = []
    for _time in range(2):
        make.submitted(make.replace_service(world))
        stock.number(world.service)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 22
    with django_assert_num_queries(19):
        client.get(f"{url}ends/")


def test_every_figure_can_be_checked_by_hand(world, case, browser):
    text = browser(world.finance).get(f"/cancellations/{case.public_id}/").content.decode()
    for words in ("How is this reckoned?", "art. 111/3", "parameter in force since", "1 × €"):
        assert words in text, words
    assert "€\u00a0100.00" in text


def test_internal_notes_and_doubts_never_reach_the_customer(world, case, browser):
    operations.write_note(case=case, note="They bluff.", **as_(world, world.finance))
    url = f"/cancellations/{case.public_id}/"
    assert "They bluff." in browser(world.finance).get(url).content.decode()
    text = browser(world.signatory).get(url).content.decode()
    for words in ("They bluff.", "A doubt", "Last day to act", "Value to the contractual end"):
        assert words not in text, words


BUTTONS = {
    "finance": ({"hand-over", "note", "change", "record-withdrawal", "plan"}, {"withdraw"}),
    "signatory": ({"withdraw"}, {"note", "plan", "hand-over"}),
    "requester": (set(), {"withdraw", "note", "plan"}),
    "manager": ({"note"}, {"withdraw", "plan", "answer"}),
}


@pytest.mark.parametrize("who", BUTTONS)
def test_each_finds_what_they_may_do(world, case, browser, who):
    there, gone = BUTTONS[who]
    text = browser(getattr(world, who)).get(f"/cancellations/{case.public_id}/").content.decode()
    for name in there:
        assert f'data-testid="{name}"' in text, name
    for name in gone:
        assert f'data-testid="{name}"' not in text, name


def test_words_of_a_stranger_are_shown_not_run(world, case, browser):
    operations.write_note(case=case, note="<script>x</script>", **as_(world, world.finance))
    text = browser(world.finance).get(f"/cancellations/{case.public_id}/").content.decode()
    assert "&lt;script&gt;x" in text


def test_a_closed_case_can_only_be_read(world, case, browser):
    operations.withdraw_notice(case=case, **as_(world, world.signatory))
    text = browser(world.finance).get(f"/cancellations/{case.public_id}/").content.decode()
    assert 'data-testid="plan"' not in text
    assert 'data-testid="hand-over"' not in text
    assert "Notice withdrawn" in text


def test_long_lists_are_folded_under_their_sums(world, case, browser):
    url = f"/cancellations/{case.public_id}/"
    short = browser(world.finance).get(url).content.decode()
    assert '<details data-testid="services" open>' in short
    for number in range(11):
        stock.installed(world.customer, office=world.office, price="10.0000")
        stock.number(world.service, e164=f"+3292234{number:03}", range_size=2)
    text = page_of(browser(world.finance).get(url)).text
    folded = browser(world.finance).get(url).content.decode()
    for name in ("services", "numbers"):
        assert f'<details data-testid="{name}">' in folded
    assert "13 services · € " in text
    assert "22 numbers" in text


def test_the_sum_is_of_all_services_also_of_those_beyond_the_page(
    world, case, browser, monkeypatch
):
    url = f"/cancellations/{case.public_id}/"
    monkeypatch.setattr("finance.views.cases.MOST", 1)
    whole = f"/services/?customer={world.customer.public_id}"
    for reader in (world.finance, world.requester):
        page = page_of(browser(reader).get(url))
        assert "There are more services than are shown here." in page.text
        assert "2 services · € 100.00 a month" in page.text
        assert whole in page.links
        there = page_of(browser(reader).get(whole)).text
        assert world.service.service_id in there
        assert world.other.service_id in there
