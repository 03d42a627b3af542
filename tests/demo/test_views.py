"""The mailbox's pages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.models import MailboxMessage

pytestmark = pytest.mark.django_db


def keep_mail(**facts: str) -> MailboxMessage:
    content = {
        "to": "ana@brouwerij.example",
        "subject": "MACD-2026-00001: verzonden",
        "text": "Lees meer: https://macd.example/documents/1/\n<script>alert(1)</script>",
        "html": '<p style="margin:0">Dag</p><script>alert(1)</script>',
        "language": "nl",
        "message_id": "<1@provider.example>",
    }
    return MailboxMessage.objects.create(**(content | facts), sent_at=timezone.now())


@pytest.mark.parametrize("name", ["demo_mailbox", "demo_mail", "demo_mail_html"])
def test_outside_the_demonstration_there_is_no_mailbox(
    client: Client, settings: object, name: str
) -> None:
    number = keep_mail().pk
    address = reverse(name, args=[] if name == "demo_mailbox" else [number])
    settings.DEMO = False  # type: ignore[attr-defined]
    assert client.get(address).status_code == 404


def test_an_empty_mailbox_says_what_will_be_there(client: Client) -> None:
    page = client.get("/demo/mail/").content.decode()
    assert "No mail yet" in page


def test_a_search_without_result_offers_the_way_back(client: Client) -> None:
    keep_mail()
    page = client.get("/demo/mail/", {"to": "<nobody>"}).content.decode()
    assert "No mail to this recipient" in page
    assert "&lt;nobody&gt;" in page
    assert f'href="{reverse("demo_mailbox")}"' in page


def test_mails_are_listed_newest_first_and_paged(client: Client) -> None:
    for number in range(27):
        keep_mail(subject=f"number {number:02}")
    page = client.get("/demo/mail/", {"to": "ana@"}).content.decode()
    assert page.index("number 26") < page.index("number 25")
    assert "number 01" not in page
    older = f"?to=ana%40&amp;before={MailboxMessage.objects.get(subject='number 02').pk}"
    assert older in page
    assert "number 01" in client.get("/demo/mail/" + older.replace("&amp;", "&")).content.decode()


def test_the_list_takes_one_query_of_its_own(
    client: Client, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        keep_mail()
    with django_assert_max_num_queries(6) as queries:  # type: ignore[operator]
        client.get("/demo/mail/")
    mailbox = [query for query in queries if "demo_mailboxmessage" in query["sql"]]
    assert len(mailbox) == 1
    assert '"html"' not in mailbox[0]["sql"]


def test_a_mail_is_shown_as_text_with_its_links(client: Client) -> None:
    mail = keep_mail()
    page = client.get(reverse("demo_mail", args=[mail.pk])).content.decode()
    assert 'href="https://macd.example/documents/1/"' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert f'href="{reverse("demo_mail_html", args=[mail.pk])}"' in page


def test_a_mail_without_html_offers_none(client: Client) -> None:
    mail = keep_mail(html="")
    page = client.get(reverse("demo_mail", args=[mail.pk])).content.decode()
    assert reverse("demo_mail_html", args=[mail.pk]) not in page


def test_html_is_shown_under_a_policy_of_its_own(client: Client) -> None:
    answer = client.get(reverse("demo_mail_html", args=[keep_mail().pk]))
    assert answer.content.decode().startswith('<p style="margin:0">')
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize("number", ["999999", str(2**63), "9" * 40])
@pytest.mark.parametrize("tail", ["", "html/"])
def test_an_unknown_mail_is_not_found(client: Client, number: str, tail: str) -> None:
    assert client.get(f"/demo/mail/{number}/{tail}").status_code == 404


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "²", "9" * 30, str(2**63), "\0"])
@pytest.mark.parametrize("name", ["before", "after", "to"])
def test_odd_addresses_are_answered(client: Client, name: str, value: str) -> None:
    assert client.get("/demo/mail/", {name: value}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_changed_here(client: Client, method: str) -> None:
    assert getattr(client, method)("/demo/mail/").status_code == 405
