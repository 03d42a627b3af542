"""Giving notice on the page."""

from services.models import CancellationCase
from tests.accounts import make as people
from tests.finance.conftest import accepted
from tests.macd import make

URL = "/cancellations/notice/"


def test_who_gives_notice_proves_who_they_are_first(world, browser):
    answer = browser(world.signatory).get(URL)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/reauthenticate/?next=")
    text = browser(world.signatory, proven=True).get(URL).content.decode()
    assert world.agreement.number in text
    assert '<time datetime="2027-12-31">' in text
    assert 'data-testid="give-notice"' in text


def test_a_notice_is_received_once_and_confirmed(world, browser):
    client = browser(world.signatory, proven=True)
    fields = {"sure": "on", "reason": "We merge.", "idempotency_key": "k"}
    first, second = client.post(URL, fields), client.post(URL, fields)
    case = CancellationCase.objects.get()
    assert first.url == second.url == f"/cancellations/{case.public_id}/"
    assert "Notice is received" in client.get(first.url).content.decode()
    assert client.get(URL).url == f"/cancellations/{case.public_id}/"
    again = client.post(URL, {**fields, "idempotency_key": "other"})
    assert again.status_code == 409
    assert CancellationCase.objects.count() == 1


def test_what_was_typed_survives_the_second_proof(world, browser):
    client = browser(world.signatory)
    assert client.post(URL, {"sure": "on", "reason": "We merge."}).status_code == 302
    client.post("/accounts/reauthenticate/", {"password": "correct horse"})
    assert "We merge." in client.get(URL).content.decode()
    assert not CancellationCase.objects.exists()


def test_a_notice_that_is_not_meant_is_refused_with_the_reason_kept(world, browser):
    answer = browser(world.signatory, proven=True).post(URL, {"reason": "We merge."})
    assert answer.status_code == 422
    assert "We merge." in answer.content.decode()
    assert 'href="#id_sure"' in answer.content.decode()


def test_others_give_no_notice(world, browser):
    for person in (world.requester, world.manager, world.finance):
        assert browser(person, proven=True).get(URL).status_code == 403
        assert browser(person, proven=True).post(URL, {"sure": "on"}).status_code == 403


def test_who_may_for_two_companies_says_for_which(world, browser):
    other = make.world()
    people.membership("signatory", customer=other.customer, person=world.signatory)
    client = browser(world.signatory, proven=True)
    assert world.customer.legal_name in client.get(URL).content.decode()
    client.post(URL, {"customer": str(other.customer.public_id), "sure": "on"})
    assert CancellationCase.objects.get().customer == other.customer
    foreign = make.world().customer
    assert client.get(URL, {"customer": str(foreign.public_id)}).status_code == 404


def test_rule_59_a_draft_says_at_once_what_will_not_be_sent(world, case, browser):
    """Nobody fills in a whole request to learn at its end that the company is leaving."""
    draft = make.add(world)
    client = browser(world.requester)
    said = "nothing is added, moved or increased any more"
    assert said not in client.get(draft.get_absolute_url()).content.decode()
    accepted(world, case)
    assert said in client.get(draft.get_absolute_url()).content.decode()
