"""The month report and the exports on the page."""

import pytest

from accounts.roles import StaffRole
from tests.accounts import make as people
from tests.macd import make

URL = "/cancellations/report/"


@pytest.fixture
def signed(world):
    """Two documents that were signed in the month."""
    return [make.agreed(world, make.change(make.replace_service(world))) for _ in range(2)]


def test_the_month_leads_to_its_documents(world, signed, browser):
    client = browser(world.finance)
    text = client.get(URL).content.decode()
    for document in signed:
        assert document.get_absolute_url() in text
    assert "?month=2026-03&amp;what=changed" in text
    assert 'role="img"' in text
    only = client.get(URL, {"month": "2026-03", "what": "added"}).content.decode()
    assert signed[0].number not in only
    assert "Nothing was signed" in only


def test_finance_and_the_auditor_read_it(world, browser):
    assert browser(people.staff(StaffRole.AUDITOR)).get(URL).status_code == 200
    for person in (world.manager, world.signatory, world.operations):
        for url in (URL, f"{URL}csv/", "/cancellations/export/csv/"):
            assert browser(person).get(url).status_code == 403


def test_the_page_costs_the_same_however_much_was_signed(
    world, signed, browser, django_assert_num_queries
):
    client = browser(world.finance)
    client.get(URL)
    with django_assert_num_queries(12):
        client.get(URL)
    make.agreed(world, make.change(make.replace_service(world)))
    with django_assert_num_queries(12):
        client.get(URL)
