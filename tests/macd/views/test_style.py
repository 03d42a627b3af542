"""The style page: staff only, whole, and within the content policy."""

import re

import pytest
from django.urls import reverse

from tests.accounts import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def page(client):
    client.force_login(make.staff(is_staff=True))
    answer = client.get(reverse("style"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_visitors_are_sent_to_sign_in(client):
    answer = client.get(reverse("style"))
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_customers_may_not_see_it(client):
    client.force_login(make.person())
    assert client.get(reverse("style")).status_code == 403


def test_it_only_reads(client):
    client.force_login(make.staff(is_staff=True))
    assert client.post(reverse("style")).status_code == 405


def test_the_frame_is_whole(page):
    assert page.count("<main") == page.count("<h1") == 1
    assert re.search(r"<title>\s*Design system · MACD\s*</title>", page)
    assert 'href="#main"' in page


def test_nothing_is_inline(page):
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"\son\w+=", page)


def test_ids_are_unique(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    "hook",
    [
        "ball", "promised-date", "difference", "error-summary",
        "approve", "return", "reject", "comment-internal", "comment-shared",
    ],
)  # fmt: skip
def test_the_hooks_that_scripts_rely_on_are_there(page, hook):
    assert f'data-testid="{hook}"' in page


def test_a_step_carries_what_its_reader_has_seen(page):
    form = re.compile(r"<form[^>]*>(?:(?!</form>).)*data-testid=\"approve\"", re.DOTALL)
    approve = form.search(page)[0]
    for field in ("csrfmiddlewaretoken", "content_hash", "revision", "idempotency_key"):
        assert f'name="{field}"' in approve


def test_it_is_in_english_whole_whatever_the_readers_language(client):
    client.force_login(make.staff(is_staff=True, language="de"))
    answer = client.get(reverse("style"))
    page = answer.content.decode()
    assert '<html lang="en"' in page
    assert answer.headers["Content-Language"] == "en"
    assert "Menü" not in page
    assert '<html lang="de"' in client.get("/", follow=True).content.decode()
