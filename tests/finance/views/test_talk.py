"""Talk to us first."""

from outbox.models import Message
from services.models import CancellationCase
from tests.accounts import make as people
from tests.macd import make

URL = "/cancellations/talk/"


def test_who_to_call_is_shown(world, browser):
    world.manager.phone = "+3292334455"
    world.manager.save()
    text = browser(world.requester).get(URL).content.decode()
    assert "Anke Manager" in text
    assert 'href="tel:+3292334455"' in text
    assert 'data-testid="talk-to-us"' in text
    assert 'data-testid="give-notice"' not in text
    assert f"Who may give notice at your company: {world.signatory.name}." in text
    assert 'data-testid="give-notice"' in browser(world.signatory).get(URL).content.decode()


def test_asking_tells_and_decides_nothing(world, browser):
    answer = browser(world.requester).post(URL, {"idempotency_key": "k"}, follow=True)
    assert "We call you back." in answer.content.decode()
    assert Message.objects.filter(channel="case_mail").count() == 2
    assert not CancellationCase.objects.exists()


def test_staff_and_foreign_companies_are_refused(world, browser):
    assert browser(world.manager).get(URL).status_code == 403
    other = make.world()
    for customer in (str(other.customer.public_id), "no-uuid", "\x00"):
        answer = browser(world.requester).post(URL, {"customer": customer})
        assert answer.status_code == 404


def test_who_belongs_to_two_companies_says_which(world, browser):
    other = make.world()
    people.membership(customer=other.customer, person=world.requester)
    client = browser(world.requester)
    text = client.get(URL).content.decode()
    assert world.customer.legal_name in text
    assert other.customer.legal_name in text
    assert client.post(URL).status_code == 404
    client.post(URL, {"customer": str(other.customer.public_id)})
    told = set(Message.objects.values_list("recipient_id", flat=True))
    assert other.manager.pk in told
    assert world.manager.pk not in told


def test_the_same_form_for_another_company_is_told_on_the_page(world, browser):
    other = make.world()
    people.membership(customer=other.customer, person=world.requester)
    client = browser(world.requester)
    for customer in (world.customer, other.customer):
        wish = {"customer": str(customer.public_id), "idempotency_key": "k"}
        answer = client.post(URL, wish, follow=True)
    assert "This form was sent before with other values." in answer.content.decode()
