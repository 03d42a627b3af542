"""How the sign-in library behaves here: no sign-up, mail by the outbox, a lasting second factor."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts import clock
from accounts.mail import AccountMail, owe_mail
from accounts.models import Person, StaffMembership

# What the library tells a person about, by the name of its own template.
NOTICES = {
    "account/email/password_changed": AccountMail.PASSWORD_CHANGED,
    "account/email/password_reset": AccountMail.PASSWORD_CHANGED,
    "account/email/password_set": AccountMail.PASSWORD_CHANGED,
    "mfa/email/recovery_codes_generated": AccountMail.RECOVERY_CODES_MADE,
    "mfa/email/totp_activated": AccountMail.SECOND_FACTOR_ADDED,
    "mfa/email/totp_deactivated": AccountMail.SECOND_FACTOR_REMOVED,
    "mfa/email/webauthn_added": AccountMail.SECOND_FACTOR_ADDED,
    "mfa/email/webauthn_removed": AccountMail.SECOND_FACTOR_REMOVED,
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited, they do not sign up; mail is owed, never sent in a request."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep the door closed."""
        return False

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Owe the mail; its link is made when it is sent, so no secret waits in the queue."""
        owe_mail(AccountMail.PASSWORD_RESET, person_id=user.pk, at=clock.now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person that something about their sign-in changed."""
        notice = NOTICES.get(template_prefix)
        if notice:
            owe_mail(notice, person_id=user.pk, at=clock.now())


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Staff keep a second factor once they have one."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to take away the last second factor of the provider's staff; not in the demo."""
        if settings.DEMO:
            return True
        person = authenticator.user
        is_staff = person.is_staff or StaffMembership.objects.filter(person=person).exists()
        others = Authenticator.objects.filter(user=person).exclude(pk=authenticator.pk)
        return not is_staff or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def _get_site_name(self) -> str:
        """Name this installation on a security key."""
        return str(settings.MFA_TOTP_ISSUER)
