"""The page of messages: what needs attention is seen, tried again, or dropped with a reason."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import StaffRole
from macd.views.administration.owed import CHANNELS
from outbox.models import Message, State, Webhook
from outbox.webhooks import owe_test
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of


@pytest.fixture
def administrator(browser):
    return browser(people.staff(StaffRole.ADMINISTRATOR))


@pytest.fixture
def failed(world):
    make.submitted(world)
    Message.objects.update(state=State.ATTENTION, attempts=8, last_error="SMTPRefused: full")
    return Message.objects.filter(channel="mail").get()


def test_what_needs_attention_comes_first(administrator, failed):
    text = page_of(administrator.get(reverse("owed_messages"))).text
    assert "SMTPRefused: full" in text
    assert failed.subject in text
    assert "Needs attention" in text


def test_the_header_marks_the_nearest_of_two_desks(administrator, world):
    """The messages lie under the address of the administration, which is another desk."""
    page = administrator.get(reverse("owed_messages"))
    marked = [item["label"] for item in page.context["navigation"] if item["active"]]
    assert marked == ["Messages"]


def test_whatever_is_owed_has_a_name():
    assert set(CHANNELS) == set(settings.OUTBOX_CHANNELS)


def test_it_says_which_webhook_it_goes_to(administrator, world):
    hook = Webhook.objects.create(
        name="Billing", url="https://hooks.example/", secret="whsec_x", created_at=make.AT
    )
    owe_test(webhook=hook, at=make.AT)
    Message.objects.update(state=State.ATTENTION, attempts=8, last_error="HTTP 500")
    message = Message.objects.get()
    for url in (reverse("owed_messages"), reverse("owed_message", args=[message.pk])):
        page = page_of(administrator.get(url))
        assert "Billing" in page.text
        assert reverse("webhook", args=[hook.pk]) in page.links
    hook.delete()
    assert administrator.get(reverse("owed_messages")).status_code == 200


def test_an_empty_state_says_so(administrator, world):
    assert "Nothing here now" in page_of(administrator.get(reverse("owed_messages"))).text
    found = administrator.get(reverse("owed_messages"), {"q": "x\x00y", "state": "nonsense"})
    assert "Nothing found" in page_of(found).text


def test_a_message_is_found_by_what_it_is_about(administrator, failed):
    query = {"q": failed.subject, "state": "attention", "after": "no number"}
    text = page_of(administrator.get(reverse("owed_messages"), query)).text
    assert f"#{failed.pk}" in text


def test_long_lists_have_pages(administrator, failed):
    Message.objects.bulk_create(
        Message(
            channel="mail",
            subject=f"S{n}",
            idempotency_key=f"k{n}",
            state=State.ATTENTION,
            created_at=make.AT,
        )
        for n in range(60)
    )
    first = page_of(administrator.get(reverse("owed_messages")))
    older = next(link for link in first.links if "after=" in link)
    assert f"#{failed.pk}" in page_of(administrator.get(reverse("owed_messages") + older)).text


def test_one_message_is_tried_again(administrator, failed):
    url = reverse("owed_message", args=[failed.pk])
    assert {"retry", "drop"} <= page_of(administrator.get(url)).hooks.keys()
    answer = administrator.post(reverse("owed_retry", args=[failed.pk]), follow=True)
    assert "1 message is tried again" in page_of(answer).text
    failed.refresh_from_db()
    assert failed.state == State.PENDING
    again = administrator.post(reverse("owed_retry", args=[failed.pk]))
    assert again.status_code == 409
    assert "Nothing needs attention any more" in page_of(again).text


def test_all_are_tried_again(administrator, failed):
    administrator.post(reverse("owed_retry_all"))
    assert not Message.objects.filter(state=State.ATTENTION).exists()
    answer = administrator.post(reverse("owed_retry_all"), follow=True)
    assert "Nothing needs attention any more" in page_of(answer).text


def test_dropping_asks_for_a_reason(administrator, failed):
    url = reverse("owed_drop", args=[failed.pk])
    empty = administrator.post(url, {"because": ""})
    assert empty.status_code == 422
    assert "Say why in a few words." in page_of(empty).text
    administrator.post(url, {"because": "They left."})
    shown = page_of(administrator.get(reverse("owed_message", args=[failed.pk])))
    assert "They left." in shown.text
    assert not {"retry", "drop"} & shown.hooks.keys()


def test_an_auditor_reads_messages_and_tries_none_again(browser, administrator, failed):
    auditor = browser(people.staff(StaffRole.AUDITOR))
    one = reverse("owed_message", args=[failed.pk])
    for url in (reverse("owed_messages"), one):
        page = page_of(auditor.get(url))
        assert "SMTPRefused: full" in page.text
        assert not {"retry", "retry-all", "drop"} & page.hooks.keys()
        assert "because" not in page.fields
        # Which of the requests the reader may open takes a query where they may open some.
        assert costs(auditor, url) == costs(administrator, url) + 1
        assert f"/documents/{failed.subject}/" in page.links
    assert one in page_of(auditor.get(reverse("owed_messages"))).links
    for name, args in (("owed_retry", [failed.pk]), ("owed_drop", [failed.pk])):
        assert auditor.post(reverse(name, args=args), {"because": "x"}).status_code == 403
    assert auditor.post(reverse("owed_retry_all")).status_code == 403
    failed.refresh_from_db()
    assert failed.state == State.ATTENTION


def costs(client, url):
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_the_administration_begins_with_what_could_not_be_delivered(client, failed):
    client.force_login(people.staff(StaffRole.ADMINISTRATOR, is_staff=True, is_superuser=True))
    page = page_of(client.get("/manage/"))
    count = Message.objects.filter(state=State.ATTENTION).count()
    assert f"{count} messages could not be delivered." in page.text
    Message.objects.filter(state=State.ATTENTION).update(state=State.PENDING)
    assert "could not be delivered" not in page_of(client.get("/manage/")).text
