"""The public pages: open to all, showing a verdict and a number, no contents and no people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from signing import limits
from signing.forms import MOST_BYTES
from signing.ledger import new_code, supersede, withdraw
from signing.views import LOOKUPS_A_MINUTE, UPLOADS_A_MINUTE
from tests.signing.conftest import Sealed
from tests.signing.papers import AT, told_by_a_browser

Sealing = Callable[..., Sealed]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the limits' clock, so that no test runs into the next minute."""
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0)


def upload(client: Client, content: bytes, address: str = "/verify/") -> Any:
    """Send a file to be checked."""
    return client.post(address, {"file": SimpleUploadedFile("order.pdf", content)})


def state(response: Any) -> str:
    """Return the state that the page shows."""
    page: str = response.content.decode()
    assert page.count('data-testid="verify-result"') == 1
    return page.partition('data-verdict="')[2].partition('"')[0]


def test_an_empty_page_explains_and_says_nothing_yet(client: Client) -> None:
    response = client.get("/verify/")
    assert response.status_code == 200
    assert "verify-result" not in response.content.decode()
    assert 'enctype="multipart/form-data"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_genuine_file(client: Client, sealed: Sealing) -> None:
    response = upload(client, sealed().pdf)
    assert (response.status_code, state(response)) == (200, "genuine")
    assert "MACD-2026-00001" in response.content.decode()


def test_an_altered_file(client: Client, sealed: Sealing) -> None:
    assert state(upload(client, sealed().pdf + b" ")) == "altered"


def test_a_strangers_file(client: Client) -> None:
    assert state(upload(client, b"%PDF-1.7 anything")) == "unknown"


def test_contents_are_not_shown(client: Client, sealed: Sealing) -> None:
    page = upload(client, sealed(text="Brewery").pdf).content.decode()
    assert "Brewery" not in page


def test_a_file_that_stays_where_it_is(client: Client, sealed: Sealing) -> None:
    one, other = sealed(), sealed(reference="MACD-2026-00002")
    for content, address, expected in [
        (one.pdf, "/verify/", "genuine"),
        (one.pdf + b" ", "/verify/", "altered"),
        (one.pdf[:-1], "/verify/", "altered"),
        (b"%PDF-1.7 anything", "/verify/", "unknown"),
        (one.pdf, f"/verify/{one.seal.code}/", "genuine"),
        (other.pdf, f"/verify/{one.seal.code}/", "unknown"),
    ]:
        response = client.post(address, {"traits": told_by_a_browser(content)})
        assert (response.status_code, state(response)) == (200, expected)
        assert "the file was not sent" in response.content.decode()
    assert "the file was not sent" not in upload(client, one.pdf).content.decode()


def test_traits_that_are_none_say_so(client: Client) -> None:
    response = client.post("/verify/", {"traits": "{}"})
    assert (response.status_code, state(response)) == (400, "error")


def test_behind_a_proxy_each_visitor_has_a_limit_of_its_own(client: Client, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(UPLOADS_A_MINUTE + 2):
        seen = f"198.51.100.{number}"
        answer = client.post("/verify/", {"traits": "{}"}, headers={"X-Forwarded-For": seen})
        assert answer.status_code == 400
    made_up = [
        client.post(
            "/verify/",
            {"traits": "{}"},
            headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.250"},
        ).status_code
        for number in range(UPLOADS_A_MINUTE + 1)
    ]
    assert made_up[-1] == 429


def test_a_form_without_a_file_says_so(client: Client) -> None:
    response = client.post("/verify/")
    assert (response.status_code, state(response)) == (400, "error")
    assert "Choose the PDF file to check." in response.content.decode()


def test_an_empty_file_says_so(client: Client) -> None:
    response = upload(client, b"")
    assert (response.status_code, state(response)) == (400, "error")
    assert "The file is empty." in response.content.decode()


def test_a_body_too_large_is_refused_unread(client: Client) -> None:
    response = client.generic(
        "POST",
        "/verify/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(MOST_BYTES * 2),
    )
    assert (response.status_code, state(response)) == (413, "error")


def test_it_works_without_a_csrf_token(sealed: Sealing) -> None:
    assert state(upload(Client(enforce_csrf_checks=True), sealed().pdf)) == "genuine"


@pytest.mark.parametrize("typed", ["{}", "{} ", "{}\n"])
def test_a_typed_code_leads_to_its_page(client: Client, sealed: Sealing, typed: str) -> None:
    code = sealed().seal.code
    response = client.get("/verify/", {"code": typed.format(code.lower().replace("-", " "))})
    assert response.status_code == 302
    assert response["Location"] == f"/verify/{code}/"


@pytest.mark.parametrize("typed", ["", "abc", "\x00", "<script>", "x" * 10_000])
def test_what_is_no_code_is_said_beside_the_field(client: Client, typed: str) -> None:
    response = client.get("/verify/", {"code": typed})
    assert response.status_code == 400
    assert 'id="code-error"' in response.content.decode()
    assert "<script>" not in response.content.decode().partition("<main")[2]


def test_a_codes_page_says_what_became_of_it(client: Client, sealed: Sealing) -> None:
    seal = sealed().seal
    address = f"/verify/{seal.code}/"
    response = client.get(address)
    assert state(response) == "genuine"
    assert seal.content_hash in response.content.decode()
    assert "Only comparing your file shows" in response.content.decode()
    supersede(reference=seal.reference, version=1, by=2)
    assert state(client.get(address)) == "superseded"
    withdraw(reference=seal.reference, version=1, at=AT)
    assert state(client.get(address)) == "withdrawn"


def test_another_spelling_leads_to_the_one(client: Client, sealed: Sealing) -> None:
    code = sealed().seal.code
    response = client.get(f"/verify/{code.lower()}/")
    assert response.status_code == 302
    assert response["Location"] == f"/verify/{code}/"


@pytest.mark.parametrize("code", ["7K3M-0QXZ-9R2T-HV5C", "nonsense", "%00", "9" * 300])
def test_a_code_nobody_gave_is_unknown(client: Client, code: str) -> None:
    response = client.get(f"/verify/{code}/")
    assert (response.status_code, state(response)) == (404, "unknown")


def test_a_file_is_compared_with_its_code(client: Client, sealed: Sealing) -> None:
    one, other = sealed(), sealed(reference="MACD-2026-00002")
    address = f"/verify/{one.seal.code}/"
    assert state(upload(client, one.pdf, address)) == "genuine"
    assert state(upload(client, other.pdf, address)) == "unknown"


def test_an_address_that_asks_too_often_waits(client: Client) -> None:
    for _ in range(UPLOADS_A_MINUTE):
        upload(client, b"%PDF-1.7")
    response = upload(client, b"%PDF-1.7")
    assert (response.status_code, state(response)) == (429, "error")


def test_codes_cannot_be_tried_without_end(client: Client) -> None:
    for _ in range(LOOKUPS_A_MINUTE):
        client.get(f"/verify/{new_code()}/")
    assert client.get(f"/verify/{new_code()}/").status_code == 429


# One for the seal; the others begin, set and end the tenant of the request.
def test_a_lookup_pins_its_queries(
    client: Client, sealed: Sealing, django_assert_num_queries: Any
) -> None:
    code = sealed().seal.code
    with django_assert_num_queries(6):
        client.get(f"/verify/{code}/")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert getattr(client, method)("/verify/").status_code == 405
