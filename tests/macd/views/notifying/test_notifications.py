"""The bell, the list under it, the choices, and the one click that ends mails."""

from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.urls import reverse

from accounts import choices
from accounts.models import Person
from accounts.roles import StaffRole
from macd.mails import stop_url_for
from macd.models import DocumentEvent, Notification
from macd.operations.desk import announcing
from macd.vocabulary import Step
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of, send


@pytest.fixture
def told(world):
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    for event in DocumentEvent.objects.filter(document=document, step=Step.TAKE_UP):
        announcing.put_under_bells(event=event, people=[world.requester.pk])
    return document


def test_the_bell_counts_what_is_unread(world, browser, told):
    page = page_of(browser(world.requester).get(reverse("notifications")))
    assert "Taken up · Change" in page.text
    assert told.number in page.text
    assert "1 unread" in page.text
    assert "bell" in page.hooks


def test_the_newest_comes_first_and_pages_go_on_where_the_last_one_ended(
    world, browser, told, monkeypatch
):
    """By when it happened: word of an older event may be put under the bell later."""
    newest = Notification.objects.get()
    older = [event for event in DocumentEvent.objects.order_by("pk") if event != newest.event]
    for event in older:
        announcing.put_under_bells(event=event, people=[world.requester.pk])
    Notification.objects.exclude(pk=newest.pk).update(at=newest.at - timedelta(days=2))
    monkeypatch.setattr("macd.views.notifying.notifications.PAGE", 1)
    client, seen, query = browser(world.requester), [], {}
    for _page in range(len(older) + 1):
        context = client.get(reverse("notifications"), query).context
        seen += [item["pk"] for day in context["days"] for item in day["items"]]
        query = dict(parse_qsl(context["older_url"].removeprefix("?")))
    assert seen[0] == newest.pk
    assert sorted(seen) == sorted(Notification.objects.values_list("pk", flat=True))
    assert query == {}


def test_opening_one_marks_it_and_leads_to_the_document(world, browser, told):
    row = Notification.objects.get()
    answer = browser(world.requester).post(reverse("notification_open", args=[row.pk]))
    assert answer.url == told.get_absolute_url()
    assert Person.objects.get(pk=world.requester.pk).unread == 0
    other = browser(world.signatory).post(reverse("notification_open", args=[row.pk]))
    assert other.status_code == 404


def test_all_are_marked_as_read(world, browser, told):
    answer = browser(world.requester).post(reverse("notifications_read_all"), follow=True)
    page = page_of(answer)
    assert "1 is marked as read" in page.text
    assert "read-all" not in page.hooks


def test_an_empty_bell_teaches(world, browser):
    page = page_of(browser(world.finance).get("/notifications/"))
    assert "Nothing happened yet" in page.text


def test_what_may_no_longer_be_seen_is_gone(world, browser, told):
    Notification.objects.update(person=world.finance)
    page = page_of(browser(world.finance).get(reverse("notifications"), {"before": "x"}))
    assert told.number not in page.text


def test_choices_are_kept(world, browser):
    client = browser(world.requester)
    url = reverse("notification_choices")
    page = page_of(client.get(url))
    assert "how_take_up" in page.fields
    assert "how_submit" not in page.fields, "a customer is never told of it"
    assert "how_ask" not in page.fields, "what asks something comes always"
    send(client, url, how_take_up="daily", quiet_from="22:00", quiet_until="07:00")
    assert choices.choices_of(world.requester)["take_up"] == "daily"
    assert page_of(client.get(url)).fields["quiet_from"] == "22:00"
    refused = send(client, url, quiet_from="", quiet_until="07:00")
    assert refused.status_code == 422


def test_one_click_ends_mails_and_a_get_never_does(world):
    url = stop_url_for(world.requester, Step.TAKE_UP).removeprefix("http://localhost:8000")
    stranger = Client(enforce_csrf_checks=True)
    page = page_of(stranger.get(url))
    assert "stop" in page.hooks
    assert choices.choices_of(world.requester) == {}
    answer = stranger.post(url, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert choices.choices_of(world.requester) == {"take_up": "off"}
    assert stranger.post(url[:-3] + "x/").status_code == 404


def test_what_is_important_has_no_such_click(world):
    assert stop_url_for(world.requester, Step.ASK) == ""


def test_who_is_unreachable_is_told_on_the_page(world, browser):
    choices.record_bounce(address=world.requester.email, reason="full", at=make.AT)
    client = browser(world.requester)
    assert "come back" in page_of(client.get(reverse("notifications"))).text
    client.post(reverse("notifications_try_address"))
    assert choices.is_reachable(world.requester)


def test_administrators_see_the_table(world, browser):
    choices.record_bounce(address=world.requester.email, reason="mailbox full", at=make.AT)
    page = page_of(browser(people.staff(StaffRole.ADMINISTRATOR)).get("/manage/notifications/"))
    assert "A request is taken up" in page.text
    assert "Always at once" in page.text
    assert "mailbox full" in page.text
    assert "A colleague is asked to agree" in page.text
    assert "Your agreement" not in page.text, "it speaks to who looks on"
    # Told to other systems only: there is nothing to choose.
    assert "A draft is discarded – – – ✓ – –" in page.text
    assert browser(world.lead).get("/manage/notifications/").status_code == 403
