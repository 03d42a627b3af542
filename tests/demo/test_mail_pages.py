"""Paging through the mailbox, down and up again."""

import pytest
from django.utils import timezone

from demo.mail_pages import SIZE, page_of_mails
from demo.models import MailboxMessage


def keep_mails(count: int, to: str = "ana@brouwerij.example") -> list[int]:
    made = MailboxMessage.objects.bulk_create(
        MailboxMessage(to=to, subject=f"mail {number}", text="", sent_at=timezone.now())
        for number in range(count)
    )
    return [mail.pk for mail in reversed(made)]


@pytest.mark.django_db
def test_an_empty_mailbox_has_one_empty_page() -> None:
    page = page_of_mails()
    assert (page.mails, page.newer, page.older) == ([], None, None)


@pytest.mark.django_db
def test_one_full_page_has_nothing_beside_it() -> None:
    ids = keep_mails(SIZE)
    page = page_of_mails()
    assert [mail.pk for mail in page.mails] == ids
    assert (page.newer, page.older) == (None, None)


@pytest.mark.django_db
def test_pages_go_down_to_the_last_mail_and_up_again() -> None:
    ids = keep_mails(2 * SIZE + 3)
    first = page_of_mails()
    second = page_of_mails(before=first.older)
    third = page_of_mails(before=second.older)
    seen = [mail.pk for page in (first, second, third) for mail in page.mails]
    assert seen == ids
    assert third.older is None
    up = page_of_mails(after=third.newer)
    assert [mail.pk for mail in up.mails] == [mail.pk for mail in second.mails]
    top = page_of_mails(after=up.newer)
    assert [mail.pk for mail in top.mails] == [mail.pk for mail in first.mails]
    assert top.newer is None
    assert top.older == first.older


@pytest.mark.django_db
def test_the_search_keeps_to_one_recipient() -> None:
    keep_mails(SIZE + 1, to="jan@imprimerie.example")
    ids = keep_mails(2)
    keep_mails(1, to="jan@imprimerie.example")
    page = page_of_mails(recipient="BROUWERIJ")
    assert [mail.pk for mail in page.mails] == ids
    assert page.older is None
