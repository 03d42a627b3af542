"""The customer's side of each kind, from the first page to the signature."""

import pytest

from files.storage import store
from macd import operations
from macd.models import Document
from macd.vocabulary import Status, Step
from tests.macd import make
from tests.macd.views.pages import page_of, send

PASSWORD = "correct horse"


def sign_in_again(client, next_url):
    """Prove who one is once more, where the page asks for it."""
    answer = client.get(next_url)
    assert answer.status_code == 302
    return client.post(answer["Location"], {"password": PASSWORD})


def make_preview(document):
    """What the worker does: the file of the approved version."""
    rendering = document.renderings.get(purpose="preview")
    rendering.stored_file = store(
        content=b"%PDF-1.7", customer_id=document.customer_id, name="x.pdf",
        media_type="application/pdf", at=make.AT,
    )  # fmt: skip
    rendering.made_at = make.AT
    rendering.save()


def start(client, **query):
    """Start from the first question; the draft that was made."""
    page = client.get("/documents/new/", query, follow=True)
    assert page.status_code == 200
    return page_of(page).fields


def started(client, fields):
    """The draft that a filled-in start form makes."""
    answer = client.post("/documents/new/", fields)
    assert answer.status_code == 302, page_of(answer).text
    return Document.objects.get(number=answer["Location"].split("/")[2])


def approve(world, document, **values):
    """The account manager's side, through the operations."""
    document = make.step(world, document, Step.TAKE_UP, world.manager)
    document = operations.change_fields(
        document=document,
        values={"planning.committed_on": "2026-06-05", **values},
        by=world.by(world.manager),
        at=make.AT,
    )
    return make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)


def sent(client, document):
    """Check the answers and send them."""
    here = document.get_absolute_url()
    check = page_of(client.get(f"{here}check/"))
    answer = client.post(f"{here}check/", check.fields)
    assert answer.status_code == 302, page_of(answer).text
    assert answer["Location"] == f"{here}sent/"
    assert document.number in page_of(client.get(f"{here}sent/")).text
    document.refresh_from_db()
    assert document.status == Status.SUBMITTED
    return check


def signed(browser, world, document):
    """The signatory proves who they are, reads, agrees and signs."""
    signatory = browser(world.signatory)
    here = document.get_absolute_url()
    assert document.number in page_of(signatory.get("/signing/")).text
    sign_in_again(signatory, f"{here}sign/")
    page = page_of(signatory.get(f"{here}sign/"))
    assert "being made" in page.text
    assert "sign" not in page.hooks
    make_preview(document)
    answer = send(signatory, f"{here}sign/", consent="yes", do="sign")
    assert answer["Location"] == here, page_of(answer).text
    document.refresh_from_db()
    assert document.status == Status.SIGNED
    assert document.number in document.signatures.get().consent


def test_a_change_from_the_service_to_the_signature(world, browser):
    client = browser(world.requester)
    fields = start(client, kind="change", service=world.service.service_id)
    assert fields["services"] == world.service.service_id
    document = started(client, fields)
    here = document.get_absolute_url()
    assert "Settings" in page_of(client.get(here)).text

    line = f"{here}lines/1/"
    answer = send(client, line, **{"line.1.offering": world.extra.offering.code, "go": "look"})
    assert answer["Location"] == line
    answer = send(client, line, **{"line.1.desired.speed": "500"})
    assert answer["Location"] == here
    answer = send(client, f"{here}fill/request/", **{"request.requested_on": make.WANTED})
    assert answer["Location"] == here

    check = sent(client, document)
    assert "SmartFit Internet Plus" in check.text
    assert "31 December 2027" in check.text
    signed(browser, world, approve(world, document))


@pytest.mark.parametrize("which", ["requester", "signatory"])
def test_only_a_signatory_sees_the_page_to_sign(world, browser, which):
    document = make.approved(world)
    answer = browser(getattr(world, which)).get(f"/documents/{document.number}/sign/")
    assert answer.status_code == (403 if which == "requester" else 302)
