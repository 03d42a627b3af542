"""Trying again in the browser: at once for a customer, with who asked for staff."""

import pytest

from macd.models import Document
from tests.macd import make
from tests.macd.views.pages import page_of


@pytest.fixture
def failed(world):
    document = make.started(world, make.change(world))
    return make.line_step(world, document, 1, "fail", world.operations, note="No line there.")


def test_a_customer_starts_anew_with_one_button(world, browser, failed):
    client = browser(world.requester)
    page = page_of(client.get(failed.get_absolute_url()))
    assert "try-again" in page.hooks
    assert "Not delivered because No line there." in page.text, "said with the item"
    answer = client.post(f"{failed.get_absolute_url()}again/", {"idempotency_key": "k"})
    assert Document.objects.get(follow_up_of=failed).get_absolute_url() == answer["Location"]
    assert client.get(f"{failed.get_absolute_url()}again/").status_code == 302


def test_staff_say_who_asked_and_start_for_the_customer(world, browser, failed):
    client, url = browser(world.manager), f"{failed.get_absolute_url()}again/"
    assert url in page_of(client.get(failed.get_absolute_url())).links
    page = page_of(client.get(url))
    assert page.fields["requester"] == str(world.requester.pk)
    refused = client.post(url, page.fields)
    assert refused.status_code == 422
    answer = client.post(url, {**page.fields, "asked_by": "Piet", "asked_channel": "phone"})
    again = Document.objects.get(follow_up_of=failed)
    assert answer["Location"] == again.get_absolute_url()
    assert (again.asked_by, again.requester) == ("Piet", world.requester)
    second = client.post(url, {**page.fields, "asked_by": "An", "asked_channel": "phone"})
    assert second.status_code in (302, 422)
    assert Document.objects.filter(follow_up_of=failed).count() == 1


def test_who_only_signs_does_not(world, browser, failed):
    client = browser(world.signatory)
    assert client.post(f"{failed.get_absolute_url()}again/").status_code == 403
