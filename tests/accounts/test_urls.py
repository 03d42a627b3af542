"""Signing in, staying in, getting out: through the pages, as the application."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.urls import NoReverseMatch, reverse

from accounts.models import Person
from accounts.tenancy import as_system
from outbox.models import Message
from tests.accounts import make

PASSWORD = "correct horse"


@pytest.fixture
def ana(db):
    with as_system():
        return make.membership(person=make.person(email="ana@example.test", name="Ana")).person


def sign_in(client, login="ana@example.test", password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": login, "password": password, **more})


def code_now(secret: str) -> str:
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


# ------------------------------------------------------------------------ in and out


def test_the_page_has_the_two_fields_of_the_contract(client, db):
    page = client.get("/accounts/login/")
    text = page.content.decode()
    assert page.status_code == 200
    assert re.search(r'<input[^>]*name="login"', text)
    assert re.search(r'<input[^>]*name="password"', text)
    assert text.count("<main") == 1
    assert text.count("<h1") == 1
    assert re.search(r"<title>\s*Sign in\s*·\s*MACD\s*</title>", text)


@pytest.mark.parametrize("login", ["ana@example.test", "Ana@Example.TEST", " ana@example.test "])
def test_a_person_signs_in_whatever_the_case(client, ana, login):
    answer = sign_in(client, login)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/accounts/me/").status_code == 200


def test_a_visitor_lands_at_sign_in_and_comes_back(client, ana):
    away = client.get("/accounts/me/?x=1")
    assert away["Location"] == "/accounts/login/?next=/accounts/me/%3Fx%3D1"
    page = client.get(away["Location"]).content.decode()
    assert re.search(r'name="next"[^>]*value="/accounts/me/\?x=1"', page)
    assert sign_in(client, next="/accounts/me/?x=1")["Location"] == "/accounts/me/?x=1"


def test_nobody_is_sent_to_another_site(client, ana):
    assert sign_in(client, next="https://evil.example/")["Location"] == "/"


def test_known_and_unknown_addresses_get_the_same_answer(client, ana):
    known = sign_in(client, password="wrong")
    unknown = sign_in(client, "nobody@example.test", "wrong")

    def told(answer):
        text = answer.content.decode().replace("nobody@", "ana@")
        return re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken":) ?"?=?"[^"]+"', "", text)

    assert known.status_code == unknown.status_code == 200
    assert told(known) == told(unknown)


def test_someone_switched_off_does_not_get_in(client, ana):
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    assert sign_in(client)["Location"] == "/accounts/inactive/"
    assert client.get("/accounts/inactive/").status_code == 200
    assert client.get("/accounts/me/").status_code == 302


def test_switching_somebody_off_works_on_the_next_request(client, ana):
    sign_in(client)
    assert client.get("/accounts/me/").status_code == 200
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    assert client.get("/accounts/me/").status_code == 302


def test_signing_out_takes_a_post(client, ana):
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/accounts/me/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/accounts/me/").status_code == 302


def test_nobody_signs_up(client, db):
    for path in ("/accounts/signup/", "/accounts/email/", "/accounts/2fa/webauthn/signup/"):
        assert client.get(path).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_the_administration_has_no_door_of_its_own(client, ana):
    answer = client.get("/manage/login/?next=/manage/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    sign_in(client)
    assert client.get("/manage/login/").status_code == 403


# -------------------------------------------------------------------------- attempts


def test_after_five_wrong_passwords_the_account_rests(client, ana):
    for _attempt in range(5):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()


def test_another_forwarded_address_does_not_help(client, ana):
    for attempt in range(5):
        client.post(
            "/accounts/login/",
            {"login": "ana@example.test", "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{attempt}"},
        )
    answer = client.post(
        "/accounts/login/",
        {"login": "ana@example.test", "password": PASSWORD},
        headers={"X-Forwarded-For": "203.0.113.99"},
    )
    assert "Too many failed login attempts" in answer.content.decode()


def test_many_accounts_from_one_address_rest_too(client, ana):
    for number in range(10):
        sign_in(client, f"nobody{number}@example.test", "wrong")
    assert "Too many failed login attempts" in sign_in(client).content.decode()


# ---------------------------------------------------------------------- the password


def deliver_all() -> None:
    from accounts.mail import deliver

    for message in Message.objects.order_by("id"):
        deliver(message)


def test_a_forgotten_password_is_replaced_once(client, ana):
    answer = client.post("/accounts/password/reset/", {"email": "ANA@example.test"})
    assert answer["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox == []
    deliver_all()
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    path = form.redirect_chain[-1][0]
    new = {"password1": "staple battery 9", "password2": "staple battery 9"}
    assert client.post(path, new)["Location"] == "/accounts/password/reset/key/done/"
    assert client.get("/accounts/password/reset/key/done/").status_code == 200
    assert "already" in client.get(link, follow=True).content.decode()
    assert sign_in(client)["Content-Type"].startswith("text/html")
    assert sign_in(client, password="staple battery 9").status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, ana):
    known = client.post("/accounts/password/reset/", {"email": "ana@example.test"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.test"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Message.objects.count() == 1
    assert client.get("/accounts/password/reset/done/").status_code == 200


def test_a_changed_password_signs_out_and_is_told(client, ana):
    sign_in(client)
    assert client.get("/accounts/password/change/").status_code == 200
    answer = client.post(
        "/accounts/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "staple battery 9",
            "password2": "staple battery 9",
        },
    )
    assert answer.status_code == 302
    assert client.get("/accounts/me/").status_code == 302
    assert [each.payload for each in Message.objects.all()] == [{"mail": "password_changed"}]


def test_somebody_without_password_sets_one(client, ana):
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana)
    answer = client.get("/accounts/password/change/")
    assert answer["Location"] == "/accounts/password/set/"
    assert client.get("/accounts/password/set/").status_code == 200


# --------------------------------------------------------------------- second factor


def test_an_authenticator_app_is_set_up_and_asked_for(client, ana):
    sign_in(client)
    reauthenticate(client)
    assert client.get("/accounts/2fa/").status_code == 200
    page = client.get("/accounts/2fa/totp/activate/")
    secret = re.search(r'id="authenticator_secret"\s+value="(\w+)"', page.content.decode())[1]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code("x") is False
    client.post("/accounts/logout/")

    assert sign_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/me/").status_code == 302
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert client.get("/accounts/me/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
    ],
)
def test_the_other_pages_of_the_second_factor_open(client, ana, path):
    Authenticator.objects.create(
        user=ana, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"}, created_at=ana.date_joined
    )
    client.force_login(ana)
    reauthenticate(client)
    page = client.get(path)
    assert page.status_code == 200
    assert "<main" in page.content.decode()


def test_a_visitor_may_use_a_passkey(client, db):
    script = client.get(
        "/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert "challenge" in script.json()["request_options"]["publicKey"]
    assert 'id="passkey_login"' in client.get("/accounts/login/").content.decode()


# -------------------------------------------------------------------- once more


def reauthenticate(client, **more):
    return client.post("/accounts/reauthenticate/", {"password": PASSWORD, **more})


def test_what_changes_sign_in_asks_once_more(client, ana):
    sign_in(client)
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert reauthenticate(client, next="/accounts/2fa/totp/activate/")["Location"] == (
        "/accounts/2fa/totp/activate/"
    )
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_a_wrong_password_proves_nothing(client, ana):
    sign_in(client)
    answer = client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert answer.status_code == 200
    assert client.get("/accounts/2fa/totp/activate/").status_code == 302
