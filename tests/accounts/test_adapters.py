"""How the sign-in library behaves here."""

import pytest
from allauth.mfa.models import Authenticator

from accounts.adapters import NOTICES, AccountAdapter, MFAAdapter
from accounts.mail import AccountMail
from accounts.roles import StaffRole
from accounts.tenancy import as_system
from outbox.models import Message
from tests.accounts import make


@pytest.fixture
def manager(db):
    with as_system():
        return make.staff(StaffRole.ACCOUNT_MANAGER)


def authenticator(person, kind="totp"):
    return Authenticator.objects.create(user=person, type=kind, data={})


def test_nobody_signs_up(rf):
    assert AccountAdapter().is_open_for_signup(rf.get("/")) is False


@pytest.mark.parametrize(("template", "what"), NOTICES.items())
def test_a_change_of_sign_in_is_told(manager, template, what):
    AccountAdapter().send_notification_mail(template, manager)
    message = Message.objects.get()
    assert (message.recipient_id, message.payload) == (manager.pk, {"mail": what})


def test_what_is_no_change_of_sign_in_is_not_told(manager):
    AccountAdapter().send_notification_mail("account/email/email_changed", manager)
    assert not Message.objects.exists()


def test_every_mail_has_its_cause():
    asked = {AccountMail.PASSWORD_RESET, AccountMail.NEWSLETTER, AccountMail.INVITATION}
    assert {*NOTICES.values(), *asked} == set(AccountMail)


def test_staff_keep_a_second_factor(settings, manager):
    settings.DEMO = False
    only = authenticator(manager)
    assert MFAAdapter().can_delete_authenticator(only) is False
    authenticator(manager, "recovery_codes")
    assert MFAAdapter().can_delete_authenticator(only) is False
    authenticator(manager, "webauthn")
    assert MFAAdapter().can_delete_authenticator(only) is True


def test_others_may_give_it_up(settings, manager):
    settings.DEMO = False
    with as_system():
        ana = make.person()
    assert MFAAdapter().can_delete_authenticator(authenticator(ana)) is True
    settings.DEMO = True
    assert MFAAdapter().can_delete_authenticator(authenticator(manager)) is True


def test_a_security_key_shows_the_installations_name(rf, settings):
    from allauth.core import context

    with context.request_context(rf.get("/", headers={"Host": "localhost"})):
        entity = MFAAdapter().get_public_key_credential_rp_entity()
    assert entity["name"] == settings.MFA_TOTP_ISSUER
