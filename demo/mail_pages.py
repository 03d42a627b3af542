"""The mailbox's pages: newest first, by position and not by number."""

from dataclasses import dataclass

from demo.models import MailboxMessage

SIZE = 25


@dataclass(frozen=True)
class MailPage:
    """One page of mails; `newer` and `older` are the positions next to it, None at an end."""

    mails: list[MailboxMessage]
    newer: int | None
    older: int | None


def page_of_mails(
    *, recipient: str = "", before: int | None = None, after: int | None = None
) -> MailPage:
    """Return the mails before or after a position (an id), the newest ones without a position.

    `recipient` keeps the mails to addresses with these letters in them.
    """
    mails = MailboxMessage.objects.only("to", "subject", "language", "sent_at")
    if recipient:
        mails = mails.filter(to__icontains=recipient)
    if after is not None:
        upwards = list(mails.filter(pk__gt=after).order_by("id")[: SIZE + 1])
        shown, goes_on = upwards[SIZE - 1 :: -1], len(upwards) > SIZE
        return MailPage(shown, newer=_first(shown) if goes_on else None, older=_last(shown))
    if before is not None:
        mails = mails.filter(pk__lt=before)
    downwards = list(mails.order_by("-id")[: SIZE + 1])
    shown, goes_on = downwards[:SIZE], len(downwards) > SIZE
    newer = _first(shown) if before is not None else None
    return MailPage(shown, newer=newer, older=_last(shown) if goes_on else None)


def _first(mails: list[MailboxMessage]) -> int | None:
    return mails[0].pk if mails else None


def _last(mails: list[MailboxMessage]) -> int | None:
    return mails[-1].pk if mails else None
