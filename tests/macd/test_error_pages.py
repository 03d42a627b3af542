"""The pages for what goes wrong need nothing but themselves."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "409", "500"])
def test_an_error_page_stands_without_request_or_database(name):
    page = render_to_string(f"{name}.html")
    assert page.count("<main") == page.count("<h1") == 1
    assert "· MACD</title>" in page.replace("\n", "")


def test_who_lost_the_race_reads_what_changed():
    changes = [{"label": "Day", "before": "1 June", "after": "2 June"}]
    context = {"heading": "Ana was first", "changes": changes, "document_url": "/documents/x/"}
    page = render_to_string("409.html", context, request=None)
    assert "Ana was first</title>" not in page
    assert "Ana was first" in page
    assert "<del>1 June</del>" in page
    assert 'href="/documents/x/"' in page


def test_an_unknown_address_has_our_page(client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_a_stale_form_is_explained(rf: RequestFactory):
    from django.views.csrf import csrf_failure

    answer = csrf_failure(rf.post("/"), reason="no cookie")
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()
