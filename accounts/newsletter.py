"""The provider's newsletter: off until a person asks for it and confirms from their mailbox."""

from datetime import datetime, timedelta

from django.core import signing
from django.db.models import QuerySet

from accounts.models import MailSettings, Person

SALT = "accounts.newsletter"
CONFIRMED_WITHIN = timedelta(days=7)


def ask(person: Person, *, at: datetime) -> bool:
    """Note that a person wants the newsletter; True where a mail to confirm it is owed now.

    Whoever has it already, or asked within the last minute, is not mailed once more.
    """
    row, _made = MailSettings.objects.select_for_update().get_or_create(person=person)
    just = row.newsletter_asked_at is not None and at - row.newsletter_asked_at < timedelta(
        minutes=1
    )
    if row.newsletter_since is not None or just:
        return False
    row.newsletter_asked_at = at
    row.save(update_fields=["newsletter_asked_at"])
    return True


def confirm(person: Person, *, at: datetime) -> bool:
    """Begin it, where the person asked; whether they have it now."""
    MailSettings.objects.filter(
        person=person, newsletter_asked_at__isnull=False, newsletter_since=None
    ).update(newsletter_since=at)
    return has(person)


def end(person: Person) -> None:
    """End it, and forget that it was asked for."""
    MailSettings.objects.filter(person=person).update(
        newsletter_asked_at=None, newsletter_since=None
    )


def has(person: Person) -> bool:
    """Whether the person asked for it and confirmed."""
    return MailSettings.objects.filter(person=person, newsletter_since__isnull=False).exists()


def waits(person: Person) -> bool:
    """Whether the person asked for it and has not confirmed yet."""
    rows = MailSettings.objects.filter(person=person, newsletter_since=None)
    return rows.filter(newsletter_asked_at__isnull=False).exists()


def subscribers() -> QuerySet[MailSettings]:
    """Who gets it: confirmed, still with an account, and reachable by mail."""
    rows = MailSettings.objects.filter(newsletter_since__isnull=False, bounced_address="")
    return rows.filter(person__is_active=True).select_related("person").order_by("person__email")


def token_for(person: Person) -> str:
    """What the link in a person's mailbox holds."""
    return signing.dumps([person.pk, person.email], salt=SALT)


def person_of(token: str) -> Person | None:
    """Whose link this is; None where it is nobody's, or their address is another by now."""
    try:
        pk, email = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Person.objects.filter(pk=pk, email=email, is_active=True).first()


def may_still_confirm(token: str) -> bool:
    """Whether a link is fresh enough to begin it; ending it is possible for ever."""
    try:
        signing.loads(token, salt=SALT, max_age=CONFIRMED_WITHIN)
    except signing.BadSignature:
        return False
    return True
