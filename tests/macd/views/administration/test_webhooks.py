"""The administration of webhooks: adding, changing, trying, sending once more."""

import pytest
from django.urls import reverse

from accounts.roles import StaffRole
from audit.models import AuditEvent
from macd import operations
from macd.refusals import NotPermitted, Stale
from macd.tasks import deliver_webhook
from outbox.delivering import Undeliverable
from outbox.models import Message, State, Webhook, WebhookAttempt
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of


@pytest.fixture
def administrator(browser, settings):
    settings.WEBHOOKS_MAY_STAY_INSIDE = True
    return browser(people.staff(StaffRole.ADMINISTRATOR))


def hook_url(hook):
    return reverse("webhook", args=[hook.pk])


@pytest.fixture
def hook(administrator):
    administrator.post(reverse("webhooks"), {"name": "Billing", "url": "http://127.0.0.1:1/in"})
    return Webhook.objects.get()


def test_one_is_added_with_a_secret_of_its_own(administrator, hook):
    page = page_of(administrator.get(reverse("webhook", args=[hook.pk])))
    assert hook.secret in page.text
    assert "Nothing was sent yet" in page.text
    assert "Billing" in page_of(administrator.get(reverse("webhooks"))).text
    assert AuditEvent.objects.filter(event="webhook.add").exists()


def test_no_webhook_teaches(administrator):
    assert "No webhooks yet" in page_of(administrator.get(reverse("webhooks"))).text


def test_a_private_address_is_refused_with_what_was_typed(administrator, settings):
    settings.WEBHOOKS_MAY_STAY_INSIDE = False
    url = "https://10.0.0.1/in"
    answer = administrator.post(reverse("webhooks"), {"name": "Inside", "url": url})
    assert answer.status_code == 422
    page = page_of(answer)
    assert "private network" in page.text
    assert page.fields["url"] == url
    assert "error_1_id_url" in page.ids or "id_url_error" in page.ids
    assert not Webhook.objects.exists()
    assert administrator.post(reverse("webhooks"), {"name": "", "url": url}).status_code == 422


def test_it_is_changed_and_stopped(administrator, hook):
    url = reverse("webhook", args=[hook.pk])
    administrator.post(url, {"name": "Bills", "url": hook.url, "events": ["sign", "submit"]})
    hook.refresh_from_db()
    assert (hook.name, hook.events, hook.active) == ("Bills", ["sign", "submit"], False)
    assert "It is stopped" in page_of(administrator.get(url)).text
    assert administrator.post(url, {"name": "", "url": hook.url}).status_code == 422
    assert administrator.post(url, {"name": "B", "url": "gopher://x"}).status_code == 422


def test_it_is_tried_and_a_delivery_is_sent_once_more(administrator, hook):
    administrator.post(reverse("webhook_try", args=[hook.pk]))
    message = Message.objects.get(channel="webhook")
    attempt = WebhookAttempt.objects.create(
        webhook=hook, message=message, sequence=1, at=make.AT, milliseconds=3, error="HTTP 500"
    )
    page = page_of(administrator.get(reverse("webhook", args=[hook.pk])))
    assert "HTTP 500" in page.text
    assert "1 event waits" in page.text
    assert "1 Trial" in page.text, "which event it was"
    administrator.post(reverse("webhook_redeliver", args=[hook.pk, attempt.pk]))
    assert Message.objects.filter(channel="webhook").count() == 2
    gone = administrator.post(reverse("webhook_redeliver", args=[hook.pk, attempt.pk + 1]))
    assert gone.status_code == 409


def test_one_that_is_stopped_is_not_tried(administrator, hook):
    administrator.post(reverse("webhook_try", args=[hook.pk]))
    message = Message.objects.get(channel="webhook")
    attempt = WebhookAttempt.objects.create(
        webhook=hook, message=message, sequence=1, at=make.AT, milliseconds=3, error="HTTP 500"
    )
    url, again = hook_url(hook), reverse("webhook_redeliver", args=[hook.pk, attempt.pk])
    assert again in administrator.get(url).content.decode()
    Webhook.objects.update(active=False)
    page = administrator.get(url)
    assert "try" not in page_of(page).hooks
    assert again not in page.content.decode()
    for tried in (reverse("webhook_try", args=[hook.pk]), again):
        answer = administrator.post(tried)
        assert answer.status_code == 409
        assert "It is stopped: nothing is sent to it." in page_of(answer).text
    assert Message.objects.filter(channel="webhook").count() == 1


def test_what_was_given_up_is_told_on_its_page(administrator, hook):
    administrator.post(reverse("webhook_try", args=[hook.pk]))
    assert "could not be delivered" not in page_of(administrator.get(hook_url(hook))).text
    Message.objects.filter(channel="webhook").update(state=State.ATTENTION, attempts=8)
    page = page_of(administrator.get(hook_url(hook)))
    assert "1 event could not be delivered." in page.text
    assert reverse("owed_messages") in page.links


def test_the_trail_says_which_webhook_and_what_became_of_it(administrator, client, hook):
    given = {"name": "Our bills", "url": "http://127.0.0.1:2/k3y", "events": ["sign"]}
    for _again in range(2):
        assert administrator.post(hook_url(hook), given).status_code == 302
    added, changed = AuditEvent.objects.filter(event__startswith="webhook.").order_by("pk")
    assert added.facts == {
        "webhook": hook.pk, "machine": "127.0.0.1:1", "events": [], "active": True,
    }  # fmt: skip
    assert set(changed.facts["set"]) == {"name", "url", "events", "active"}
    assert changed.facts["from"] == {"machine": "127.0.0.1:1", "events": [], "active": True}
    assert changed.facts["to"] == {"machine": "127.0.0.1:2", "events": ["sign"], "active": False}
    client.force_login(people.staff(StaffRole.ADMINISTRATOR, is_staff=True, is_superuser=True))
    page = page_of(client.get("/manage/audit/auditevent/"))
    assert "Our bills" in page.text
    assert hook_url(hook) in page.links
    page = page_of(client.get(f"/manage/audit/auditevent/{changed.pk}/change/"))
    assert "events All of them" in page.text
    assert "changed name address events is told of events" in page.text
    assert "events A document is signed" in page.text


def test_one_whose_name_has_a_space_is_removed(administrator, hook):
    Webhook.objects.update(name="Our bills")
    administrator.post(reverse("webhook_remove", args=[hook.pk]))
    assert not Webhook.objects.exists()
    assert AuditEvent.objects.get(event="webhook.remove").facts["machine"] == "127.0.0.1:1"


def test_the_secret_is_renewed(administrator, hook):
    administrator.post(reverse("webhook_secret", args=[hook.pk]))
    assert Webhook.objects.get().secret != hook.secret


def test_nobody_else_keeps_webhooks(world, hook):
    by = world.by(world.lead)
    with pytest.raises(NotPermitted):
        operations.try_webhook(webhook=hook, by=by, at=make.AT)
    with pytest.raises(NotPermitted):
        operations.add_webhook(name="x", url=hook.url, events=[], by=by, at=make.AT)
    administrator = people.staff(StaffRole.ADMINISTRATOR)
    with pytest.raises(Stale):
        operations.redeliver(attempt=None, by=world.by(administrator), at=make.AT)


def test_an_auditor_reads_webhooks_and_never_what_lets_one_in(browser, administrator, hook):
    Webhook.objects.update(url="https://hooks.example:8443/in/k3y?token=t0ken", events=["sign"])
    administrator.post(reverse("webhook_try", args=[hook.pk]))
    attempt = WebhookAttempt.objects.create(
        webhook=hook,
        message=Message.objects.get(channel="webhook"),
        sequence=1,
        at=make.AT,
        milliseconds=3,
        error="HTTP 500",
    )
    auditor = browser(people.staff(StaffRole.AUDITOR))
    url = reverse("webhook", args=[hook.pk])
    listed, one = auditor.get(reverse("webhooks")), auditor.get(url)
    for answer in (listed, one):
        assert "https://hooks.example:8443/…" in page_of(answer).text
        html = answer.content.decode()
        assert not [word for word in (hook.secret, "k3y", "t0ken") if word in html]
        assert not {"name", "url", "events"} & page_of(answer).fields.keys()
    assert url in page_of(listed).links
    assert "HTTP 500" in page_of(one).text
    assert "A document is signed" in page_of(one).text
    assert not {"try", "save-webhook"} & page_of(one).hooks.keys()
    given = {"name": "Mine", "url": hook.url}
    assert auditor.post(reverse("webhooks"), given).status_code == 403
    assert auditor.post(url, given).status_code == 403
    for name, args in (
        ("webhook_secret", [hook.pk]),
        ("webhook_try", [hook.pk]),
        ("webhook_redeliver", [hook.pk, attempt.pk]),
    ):
        assert auditor.post(reverse(name, args=args)).status_code == 403
    kept = Webhook.objects.get()
    assert (kept.name, kept.secret) == ("Billing", hook.secret)


def test_an_auditor_is_told_that_there_are_no_webhooks(browser):
    page = page_of(browser(people.staff(StaffRole.AUDITOR)).get(reverse("webhooks")))
    assert "No other system is told of requests." in page.text
    assert "save-webhook" not in page.hooks


def test_one_is_removed_once_that_was_asked_and_it_stands_in_the_trail(administrator, hook):
    administrator.post(reverse("webhook_try", args=[hook.pk]))
    url = reverse("webhook_remove", args=[hook.pk])
    assert url in page_of(administrator.get(reverse("webhooks"))).links
    asked = page_of(administrator.get(url))
    assert "Remove the webhook “Billing”?" in asked.text
    assert Webhook.objects.exists()
    sent = {"idempotency_key": asked.fields["idempotency_key"]}
    for _time in range(2):
        answer = administrator.post(url, sent, follow=True)
        assert answer.status_code == 200
    assert not Webhook.objects.exists()
    told = AuditEvent.objects.get(event="webhook.remove")
    assert (told.reference, told.facts["machine"]) == (f"webhook/{hook.pk}", "127.0.0.1:1")
    # What is still owed to it holds nothing up.
    message = Message.objects.get(channel="webhook")
    with pytest.raises(Undeliverable):
        deliver_webhook(message)
    assert administrator.get(url).status_code == 404


def test_an_auditor_removes_no_webhook(browser, administrator, hook):
    auditor = browser(people.staff(StaffRole.AUDITOR))
    url = reverse("webhook_remove", args=[hook.pk])
    assert url not in page_of(auditor.get(reverse("webhooks"))).links
    assert auditor.get(url).status_code == auditor.post(url).status_code == 403
    assert Webhook.objects.exists()


def test_what_went_wrong_is_told_in_the_readers_language(browser, administrator, hook):
    administrator.post(reverse("webhook_try", args=[hook.pk]))
    message = Message.objects.get(channel="webhook")
    for error in ("TimeoutError: timed out", "This name is not known."):
        WebhookAttempt.objects.create(
            webhook=hook, message=message, sequence=1, at=make.AT, milliseconds=3, error=error
        )
    reader = people.staff(StaffRole.ADMINISTRATOR)
    reader.language = "de"
    reader.save()
    text = page_of(browser(reader).get(reverse("webhook", args=[hook.pk]))).text
    assert "Dieser Name ist nicht bekannt." in text
    assert "Es kam nicht rechtzeitig eine Antwort." in text
    assert "timed out" not in text


def test_a_key_of_another_form_removes_nothing_and_says_so(administrator, hook):
    administrator.post(reverse("webhook_try", args=[hook.pk]), {"idempotency_key": "k"})
    url = reverse("webhook_remove", args=[hook.pk])
    answer = administrator.post(url, {"idempotency_key": "k"}, follow=True)
    assert "This form was sent before with other values." in page_of(answer).text
    assert Webhook.objects.exists()


def test_a_name_that_nobody_sees_is_refused(administrator):
    wanted = {"name": "\u202e", "url": "https://example.com/"}
    assert administrator.post(reverse("webhooks"), wanted).status_code == 422
    assert not Webhook.objects.exists()
