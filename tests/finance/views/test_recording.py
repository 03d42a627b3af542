"""Recording a letter on the page."""

from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import CancellationCase
from tests.macd import make

URL = "/cancellations/record/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def letter(**more):
    fields = {"channel": "letter", "received_on": "2026-02-27", "given_by": "A. Boss"}
    return {**fields, **more}


def test_a_company_is_found_then_its_letter_recorded(world, browser):
    client = browser(world.finance)
    found = client.get(URL, {"q": world.customer.legal_name}).content.decode()
    assert f"?customer={world.customer.public_id}" in found
    assert "No such customer" in client.get(URL, {"q": "zzz"}).content.decode()
    url = f"{URL}?customer={world.customer.public_id}"
    assert 'type="file"' in client.get(url).content.decode()
    answer = client.post(url, letter(scan=SimpleUploadedFile("evil.html", PDF)))
    case = CancellationCase.objects.get()
    assert answer.url == f"/cancellations/{case.public_id}/"
    assert (case.given_by, case.received_at.isoformat()) == (
        "A. Boss",
        "2026-02-27T11:00:00+00:00",
    )
    scan = client.get(f"/cancellations/{case.public_id}/scan/")
    assert (scan.content, scan["Content-Type"]) == (PDF, "application/pdf")
    assert scan["X-Content-Type-Options"] == "nosniff"
    assert "notice.pdf" in scan["Content-Disposition"]
    assert client.get(url).url == answer.url
    assert client.get(f"/cancellations/{case.public_id}/letter/").status_code == 404


def test_what_is_wrong_is_said_and_kept(world, browser):
    client, url = browser(world.finance), f"{URL}?customer={world.customer.public_id}"
    for fields, words in (
        (letter(received_on="2026-03-03"), "future"),
        (letter(given_by=""), "required"),
        (letter(scan=SimpleUploadedFile("x.pdf", b"<html>")), "Give a PDF"),
        (letter(given_by="a\x01b"), "cannot be shown"),
    ):
        answer = client.post(url, fields)
        assert answer.status_code == 422, fields
        assert words in answer.content.decode(), fields
    assert not CancellationCase.objects.exists()


def test_what_is_wrong_with_a_scan_stands_beside_it(world, browser):
    url = f"{URL}?customer={world.customer.public_id}"
    sent = letter(scan=SimpleUploadedFile("x.pdf", b"<html>"))
    answer = browser(world.finance).post(url, sent)
    assert list(answer.context["form"].errors) == ["scan"]
    page = answer.content.decode()
    assert '<a href="#id_scan">' in page
    assert page.count('data-testid="error-summary"') == 1


def test_only_finance_records_and_only_for_who_is_there(world, browser):
    for person in (world.manager, world.signatory, world.operations):
        assert browser(person).get(URL).status_code == 403
    for nonsense in ("x", str(make.people.customer(closed_on="2026-01-01").public_id)):
        assert browser(world.finance).get(URL, {"customer": nonsense}).status_code == 404
