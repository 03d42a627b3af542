"""The header offers what is of use to a person, and marks where they are."""

import pytest

from accounts.roles import StaffRole
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def menu(browser, person, path):
    """What the header offers on a page, and what it marks."""
    items = browser(person).get(path).context["navigation"]
    return [item["label"] for item in items], [one["label"] for one in items if one["active"]]


def test_an_administrator_who_sees_no_requests_is_offered_none(browser, world):
    offered, marked = menu(browser, people.staff(StaffRole.ADMINISTRATOR), "/notifications/")
    assert "Requests" not in offered
    assert not marked
    assert "Requests" in menu(browser, world.operations, "/notifications/")[0]


@pytest.mark.parametrize("path", ["/operations/calendar/", "/operations/returns/", "/operations/"])
def test_what_lies_under_the_work_list_marks_it(browser, world, path):
    assert menu(browser, world.operations, path)[1] == ["Work list"]


def test_a_service_marks_the_list_it_is_in(browser, world):
    path = f"/services/{world.service.service_id}/"
    assert menu(browser, world.operations, path)[1] == ["Offices"]
    assert menu(browser, world.requester, path)[1] == ["Services"]


def test_the_inventory_marks_itself_within_the_work_list(browser, world):
    assert menu(browser, world.operations, "/operations/imports/")[1] == ["Inventory"]


def test_who_may_not_read_all_offices_is_not_led_there(browser, world):
    administrator = browser(people.staff(StaffRole.ADMINISTRATOR))
    here = f"/offices/{make.world().office.public_id}/"
    assert 'class="back"' not in administrator.get(here).content.decode()
    assert 'class="back"' in browser(world.operations).get(here).content.decode()


def test_an_auditor_finds_what_operations_and_administrators_record(browser):
    offered, marked = menu(browser, people.staff(StaffRole.AUDITOR), "/operations/corrections/")
    assert {"Work list", "Inventory", "Reports", "Requests"} <= set(offered)
    assert marked == ["Inventory"]
    assert {"Messages", "Who is told", "Webhooks", "Administration"} <= set(offered)


@pytest.mark.parametrize(
    ("path", "desk"),
    [
        ("/manage/messages/", "Messages"),
        ("/manage/notifications/", "Who is told"),
        ("/inbox/words/", "Who is told"),
        ("/manage/webhooks/", "Webhooks"),
        ("/operations/absences/", "Work list"),
    ],
)
def test_an_auditor_sees_where_they_read(browser, path, desk):
    assert menu(browser, people.staff(StaffRole.AUDITOR), path)[1] == [desk]
