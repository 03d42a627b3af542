"""The pages on which rented devices come back."""

from django.urls import reverse

from macd.models import HardwareReturn, Line
from tests.macd import make
from tests.macd.views.pages import page_of


def _stopped(world):
    document = make.delete(world)
    document = make.started(world, document)
    line = document.lines.get()
    Line.objects.filter(pk=line.pk).update(returns=[{"name": "Router", "serial": "AR-1"}])
    make.line_step(world, document, 1, "deliver", world.operations, on=make.TODAY)
    return document


def test_customer_and_operations_see_what_goes_back_and_operations_receives_it(world, browser):
    document = _stopped(world)
    customer, operator = browser(world.requester), browser(world.operations)
    url = document.get_absolute_url()
    page = page_of(customer.get(url))
    assert "Router, serial number AR-1" in page.text
    assert "device-back" not in page.hooks
    listed = operator.get(reverse("returns"))
    shown = page_of(listed)
    assert "Router, serial number AR-1" in shown.text
    device = HardwareReturn.objects.get()
    back = reverse("document_device", args=[document.number, device.pk])
    assert customer.post(back, {"on": make.TODAY.isoformat()}).status_code == 403
    assert operator.post(back, {"on": "x"}).status_code == 422
    answer = operator.post(f"{back}?back=returns", {"on": make.TODAY.isoformat()})
    assert answer["Location"] == reverse("returns")
    assert "No devices here" in page_of(operator.get(reverse("returns"))).text
    assert "Back since" in page_of(customer.get(url)).text
    assert "Router" in page_of(operator.get(reverse("returns"), {"queue": "back"})).text
    assert browser(world.finance).get(reverse("returns")).status_code == 403


def test_an_empty_list_says_what_will_stand_there(world, browser):
    client = browser(world.operations)
    back = page_of(client.get(reverse("returns"), {"queue": "back"})).text
    assert "once they are back" in back
    assert "until they are back" in page_of(client.get(reverse("returns"))).text
