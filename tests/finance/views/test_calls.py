"""Who wants to be called stands on the desk until it is told what came of the call."""

from finance import operations
from finance.models import CallBack
from tests.finance.conftest import as_

URL = "/cancellations/calls/"


def test_a_wish_stands_on_the_desk_until_the_call_is_told(world, browser):
    wish = operations.ask_call_back(customer=world.customer, **as_(world, world.requester))
    client = browser(world.manager)
    page = client.get("/cancellations/").content.decode()
    assert world.requester.name in page
    assert f"called-{wish.pk}" in page
    asked = {"call": str(wish.public_id), "idempotency_key": "k"}
    refused = client.post(URL, {**asked, "outcome": ""})
    assert refused.status_code == 422
    assert '<details class="reason" open>' in refused.content.decode()
    for _double in range(2):
        told = client.post(URL, {**asked, "outcome": "They stay."})
        assert (told.status_code, told["Location"]) == (302, "/cancellations/")
    assert CallBack.objects.get().done_by == world.manager
    assert world.requester.name not in client.get("/cancellations/").content.decode()
    again = browser(world.finance).post(URL, {**asked, "outcome": "x", "idempotency_key": "l"})
    assert again.status_code == 409


def test_what_is_not_theirs_is_not_there(world, browser):
    wish = operations.ask_call_back(customer=world.customer, **as_(world, world.requester))
    told = {"call": str(wish.public_id), "outcome": "x"}
    assert browser(world.operations).post(URL, told).status_code == 404
    assert browser(world.requester).post(URL, told).status_code == 403
    assert browser(world.finance).post(URL, {"call": "no-uuid"}).status_code == 400
    assert "called-" not in browser(world.requester).get("/cancellations/").content.decode()
