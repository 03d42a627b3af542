"""The list of cases and one case."""

from uuid import uuid4

from accounts.roles import StaffRole
from tests.accounts import make as people
from tests.macd import make


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


def test_strangers_find_no_case(world, case, browser):
    for person in (people.membership().person, world.operations, people.staff()):
        assert browser(person).get(f"/cancellations/{case.public_id}/").status_code == 404
    assert browser(world.finance).get(f"/cancellations/{uuid4()}/").status_code == 404
    assert browser(world.finance).get("/cancellations/no-uuid/").status_code == 404


def test_pages_cost_a_fixed_number_of_queries(world, case, browser, django_assert_max_num_queries):
    make.submitted(world)
    client = browser(world.finance)
    client.get("/cancellations/")
    with django_assert_max_num_queries(11):
        client.get("/cancellations/")
    with django_assert_max_num_queries(16):
        client.get(f"/cancellations/{case.public_id}/")
