"""The pages of the newsletter: choosing, the mail's link, the administrators' list."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import newsletter
from accounts.roles import StaffRole
from outbox.models import Message
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of

CHOOSE = "/notifications/newsletter/"


def link(person):
    return reverse("newsletter_link", args=[newsletter.token_for(person)])


def test_asked_for_it_is_mailed_once_and_waits(world, browser):
    client = browser(world.requester)
    for _ in range(2):
        page = page_of(client.post(CHOOSE, {"do": "ask"}, follow=True))
    assert world.requester.email in page.text
    assert "Confirm it with the link" in page.text
    assert Message.objects.filter(channel="account_mail").count() == 1
    assert not newsletter.has(world.requester)


def test_looking_at_the_link_does_nothing_and_the_button_confirms(world, browser):
    browser(world.requester).post(CHOOSE, {"do": "ask"})
    anybody = Client()
    assert "confirm" in page_of(anybody.get(link(world.requester))).hooks
    assert not newsletter.has(world.requester)
    page = page_of(anybody.post(link(world.requester), {"do": "confirm"}))
    assert world.requester.email in page.text
    assert newsletter.has(world.requester)
    anybody.post(link(world.requester), {"do": "end"})
    assert not newsletter.has(world.requester)


def test_a_link_alone_makes_no_subscriber(world):
    Client().post(link(world.requester), {"do": "confirm"})
    assert not newsletter.has(world.requester)


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00"])
def test_another_link_is_not_found(world, token):
    assert Client().get(f"/newsletter/{token}/").status_code == 404


def test_a_person_ends_it_on_the_page(world, browser):
    newsletter.ask(world.requester, at=make.AT)
    newsletter.confirm(world.requester, at=make.AT)
    client = browser(world.requester)
    assert "comes to you" in page_of(client.get("/notifications/choices/")).text
    client.post(CHOOSE, {"do": "end"})
    assert not newsletter.has(world.requester)


def test_administrators_take_the_list_with_them(world, browser):
    newsletter.ask(world.requester, at=make.AT)
    newsletter.confirm(world.requester, at=make.AT)
    administrator = browser(people.staff(StaffRole.ADMINISTRATOR, is_staff=True))
    assert "1 person asked" in page_of(administrator.get("/manage/notifications/")).text
    answer = administrator.get("/manage/notifications/newsletter.csv")
    text = b"".join(answer).decode()
    assert world.requester.email in text
    assert link(world.requester) in text
    assert browser(world.manager).get("/manage/notifications/newsletter.csv").status_code == 403


def test_an_auditor_counts_who_gets_it_and_takes_no_list(world, browser):
    """Their addresses are kept for who sends it, each with a link that ends it for them."""
    newsletter.ask(world.requester, at=make.AT)
    newsletter.confirm(world.requester, at=make.AT)
    auditor = browser(people.staff(StaffRole.AUDITOR))
    page = page_of(auditor.get("/manage/notifications/"))
    assert "1 person asked" in page.text
    assert "export" not in page.hooks
    assert auditor.get("/manage/notifications/newsletter.csv").status_code == 403
