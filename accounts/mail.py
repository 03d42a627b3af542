"""Mails about a person's own sign-in: owed in the request, written and sent by the worker."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Person
from accounts.models.invitation import answer_by
from accounts.newsletter import token_for
from accounts.tenancy import as_customers
from outbox.mail import message_id_for, send
from outbox.models import Message
from outbox.owing import owe

CHANNEL = "account_mail"


class AccountMail(StrEnum):
    """What such a mail can be about."""

    PASSWORD_RESET = "password_reset"  # noqa: S105 (a name)
    INVITATION = "invitation"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (a name)
    SECOND_FACTOR_ADDED = "second_factor_added"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    NEWSLETTER = "newsletter"


SUBJECTS = {
    AccountMail.PASSWORD_RESET: _("Choose a new password"),
    AccountMail.INVITATION: _("You are invited"),
    AccountMail.PASSWORD_CHANGED: _("Your password was changed"),
    AccountMail.SECOND_FACTOR_ADDED: _("A second step was added to your sign-in"),
    AccountMail.SECOND_FACTOR_REMOVED: _("A second step was removed from your sign-in"),
    AccountMail.RECOVERY_CODES_MADE: _("New recovery codes were made for your sign-in"),
    AccountMail.NEWSLETTER: _("Confirm that you want our newsletter"),
}


ACTIONS = {
    AccountMail.PASSWORD_RESET: _("Choose a new password"),
    AccountMail.INVITATION: _("Sign in"),
    AccountMail.NEWSLETTER: _("Confirm"),
}


def owe_mail(what: AccountMail, *, person_id: int, at: datetime, **about: int | str) -> None:
    """Owe a person a mail about their sign-in, in this transaction.

    ``about``: of an invitation, the keys of the ``customer`` and of the ``inviter``, and the
    ``path`` of the page on which who can sign in already answers it.
    """
    owe(
        channel=CHANNEL,
        subject=what,
        payload={"mail": what, **about},
        ordering_key=f"person:{person_id}",
        recipients=[person_id],
        at=at,
    )


def deliver(message: Message) -> None:
    """Write and send one such mail in the person's language; nothing if they may not sign in.

    Handler of the outbox channel `account_mail`; raises what the mail backend raises.
    """
    person = message.recipient
    if person is None or not person.is_active:
        return
    what = AccountMail(message.payload["mail"])
    with translation.override(person.language):
        told = {"heading": SUBJECTS[what], "occurred_at": message.created_at, "what": what}
        told |= {"answer_by": answer_by(message.created_at), **_invitation(message)}
        context = {
            "reader": person,
            "heading": SUBJECTS[what],
            "paragraphs": [render_to_string("accounts/mail/reason.txt", told).strip()],
            "url": _link(what, person, message.payload),
            "action": ACTIONS.get(what, _("Your profile")),
            "why": _("You get this mail because it is about your own access."),
            "provider": settings.PROVIDER_NAME,
        }
        send(
            to=person.email,
            subject=str(SUBJECTS[what]),
            text=render_to_string("emails/base.txt", context),
            html=render_to_string("emails/base.html", context),
            message_id=message_id_for(message),
            language=person.language,
        )


def _invitation(message: Message) -> dict[str, Any]:
    """Who invites to which company, as far as the message says it."""
    about = message.payload
    if "customer" not in about:
        return {}
    with as_customers({about["customer"]}):
        company = Customer.objects.get(pk=about["customer"])
    return {"company": company, "inviter": Person.objects.get(pk=about["inviter"])}


def _link(what: AccountMail, person: Person, about: Mapping[str, Any]) -> str:
    """Return where the mail leads: the reset is a single-use link, the rest one's own page.

    Who is invited and cannot sign in yet chooses a password; who can goes to what they are asked.
    """
    if what is AccountMail.NEWSLETTER:
        return settings.PUBLIC_URL + reverse("newsletter_link", args=[token_for(person)])
    if what is AccountMail.INVITATION and person.has_usable_password():
        return f"{settings.PUBLIC_URL}{about.get('path', '/')}"
    if what not in (AccountMail.PASSWORD_RESET, AccountMail.INVITATION):
        return f"{settings.PUBLIC_URL}{reverse('profile')}"
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(person),
            "key": default_token_generator.make_token(person),
        },
    )
    return f"{settings.PUBLIC_URL}{path}"
