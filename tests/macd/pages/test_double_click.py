"""Rule 21, promise 4: whatever form of whatever page is sent twice, it writes once.

The forms are found by reading the pages, and filled in blindly, so a new form is tried the day it
is made; nobody has to write a test for it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib import admin
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import resolve, reverse

from macd.models import IdempotencyKey
from macd.policy.pages import PAGES, Who
from tests.macd.forms_of import Form, forms_of
from tests.macd.pages.test_access_matrix import Matrix, address, states_of

READERS = (
    "requester", "signatory", "uc_administrator", "fleet_administrator", "manager", "operations",
    "finance", "administrator", "superuser",
)  # fmt: skip
# Sent twice these end the same by themselves: they set what is so, and make nothing.
NEED_NO_KEY = {
    "account_logout", "logout", "set_language", "profile", "notification_choices",
    "notification_open",
    "notifications_read_all", "notifications_try_address", "calendar_address", "calendar_end",
    "customer_new", "style", "verify", "document_what_if", "newsletter_choose", "view_save",
    "document_snooze",
    # What is ticked in the list is only looked at; running it asks for each revision that was seen.
    "bulk",
}  # fmt: skip
LIBRARY = ("account_", "mfa_")
# What the tests must have seen writing, or they would prove nothing.
MUST_WRITE = {
    "webhooks", "webhook_try", "document_comment", "document_step", "document_files",
    "document_new", "accounts_person_add",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A form on a page of somebody's."""

    role: str
    page: str
    form: Form
    button: tuple[str, str]

    @property
    def url(self) -> str:
        """Where it is sent."""
        return urljoin(self.page, self.form.action)

    @property
    def name(self) -> str:
        """The name of the address it is sent to."""
        return resolve(urlsplit(self.url).path).url_name or ""


@pytest.fixture(scope="module")
def found(matrix: Matrix) -> list[Found]:
    """Each form once, by where it is sent, its fields and its button."""
    known: dict[object, Found] = {}
    for role in READERS:
        for page in pages_for(matrix, role):
            for form in forms_of(page_of(matrix, role, page)):
                for button in form.buttons or [("", "")]:
                    one = Found(role, page, form, button)
                    known.setdefault((one.name, frozenset(form.values), button[0]), one)
    return list(known.values())


def page_of(matrix: Matrix, role: str, url: str) -> bytes:
    """The page that somebody is shown, who proves who they are where that is asked for."""
    shown = matrix.read(role, url)
    if shown.status != 302:
        return shown.html
    with transaction.atomic():
        answer = client_of(matrix, role).get(url)
        transaction.set_rollback(True)
    is_page = answer.status_code == 200 and "html" in answer["Content-Type"]
    return answer.content if is_page else b""


def client_of(matrix: Matrix, role: str) -> Client:
    """A browser of somebody who has just proved who they are; call inside a transaction."""
    client = Client()
    client.force_login(matrix.people[role])
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, matrix.people[role], "password", reauthenticated=True)
    request.session.save()
    return client


def pages_for(matrix: Matrix, role: str) -> Iterator[str]:
    """The pages to read forms from: every address that answers GET, and the administration."""
    if role == "superuser":
        for model in admin.site._registry:
            yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        return
    for name, row in sorted(PAGES.items()):
        if "GET" in row.methods and not name.startswith(LIBRARY) and row.who != Who.DEMO:
            for state in states_of(row.who):
                yield address(matrix, name, state) or "/"
    if role == "manager":
        yield reverse("document_new") + f"?customer={matrix.world.customer.public_id}"
    if role == "requester":
        office = matrix.world.office.public_id
        yield reverse("document_new") + f"?kind=change&office={office}"


def inserted() -> Counter[str]:
    """Rows put into each table since this transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins FROM pg_stat_xact_user_tables")
        return Counter(dict(cursor.fetchall()))


def send(matrix: Matrix, one: Found) -> tuple[int, Counter[str]]:
    """Send a form; answer the status and what was written."""
    values = dict(one.form.values)
    if one.button[0]:
        values[one.button[0]] = one.button[1]
    for value in values.values():
        if hasattr(value, "seek"):
            value.seek(0)
    before = inserted()
    answer = client_of(matrix, one.role).post(one.url, values)
    assert answer.status_code < 500, one
    return answer.status_code, inserted() - before - Counter({"django_session": 9, "cache": 9})


def test_every_form_carries_a_key_unless_it_needs_none(found: list[Found]) -> None:
    bare = {one.name for one in found if not one.form.key}
    assert bare <= NEED_NO_KEY


def test_sent_twice_it_writes_once(matrix: Matrix, found: list[Found]) -> None:
    wrote: set[str] = set()
    for one in found:
        if not one.form.key:
            continue
        with transaction.atomic():
            status, _rows = send(matrix, one)
            if status == 302 and IdempotencyKey.objects.filter(key=one.form.key).exists():
                wrote.add(one.name)
                assert send(matrix, one) == (302, Counter()), (one.name, one.page)
            transaction.set_rollback(True)
    assert wrote >= MUST_WRITE, MUST_WRITE - wrote
