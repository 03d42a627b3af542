"""The inbox of what to sign, and signing exactly what was shown."""

import re
from datetime import date, timedelta

from accounts.clock import now
from files.storage import store
from macd import operations
from macd.views.documents.signing import consent_text, preview_of
from macd.vocabulary import Status
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of, send

PASSWORD = "correct horse"


def url(document):
    return f"/documents/{document.number}/sign/"


def prove(client, document):
    """Prove who one is once more, as the page asks first."""
    answer = client.get(url(document))
    assert answer["Location"].startswith("/accounts/reauthenticate/")
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


def ready(world, browser):
    """An approved document with its preview, and its signatory at the page."""
    document = make.approved(world)
    make_preview(document)
    client = browser(world.signatory)
    prove(client, document)
    return document, client


def test_the_inbox_lists_what_waits_for_this_person(world, browser):
    document = make.approved(world)
    page = page_of(browser(world.signatory).get("/signing/"))
    assert document.number in page.text
    assert url(document) in page.links
    assert "Nothing waits" in page_of(browser(world.requester).get("/signing/")).text


def test_it_shows_the_file_the_difference_the_price_and_the_term(world, browser):
    document, client = ready(world, browser)
    page = page_of(client.get(url(document)))
    text = page.text.replace("\u00a0", " ")
    assert {"read-pdf", "difference", "sign", "decline"} <= set(page.hooks)
    assert f"/documents/{document.number}/preview/" in page.links
    assert str(world.office) in text, "where it is stands beside what it is"
    assert document.get_absolute_url() in page.links
    promised = f"Promised for {document.committed_on:%-d %B %Y}"
    assert promised in text, "the day stands beside the price, not only in the file"
    for shown in ("€ 50.00 → € 90.00", "31 December 2027", "valid until 1 April 2026", "version 2"):
        assert shown in text


def test_signing_keeps_the_words_in_the_language_of_the_page(world, browser):
    world.signatory.language = "nl"
    world.signatory.save()
    document, client = ready(world, browser)
    shown = page_of(client.get(url(document)))
    assert send(client, url(document), do="sign", consent="yes").status_code == 302
    signature = document.signatures.get()
    assert signature.language == "nl"
    assert signature.consent in shown.text
    document.refresh_from_db()
    assert document.status == Status.SIGNED
    assert client.get(url(document))["Location"] == document.get_absolute_url()


def test_who_signed_is_told_so_and_sees_the_sealed_file_come(world, browser):
    document, client = ready(world, browser)
    fields = {**page_of(client.get(url(document))).fields, "do": "sign", "consent": "yes"}
    page = client.post(url(document), fields, follow=True).content.decode()
    assert f"You signed version {document.version} of" in page
    assert "The sealed document is being made" in page
    assert files_poll(page)
    # The list brings along what the file changes when it looks again: all is there at once.
    [along] = re.findall(r'hx-select-oob="([^"]+)"', page)
    regions = along.replace("#", "").split(",")
    assert {
        "file-action",
        "status-now",
        "ball-now",
        "milestones-now",
        "items-now",
        "timeline-now",
        "steps-now",
    } == set(regions)
    assert all(page.count(f'id="{each}"') == 1 for each in regions)
    assert 'data-testid="download-pdf"' not in page
    again = {"headers": {"HX-Request": "true", "HX-Trigger": "file-list"}}
    waiting = client.get(document.get_absolute_url(), **again)
    assert waiting.status_code == 204, "what is being typed stays until the file is there"
    owed = document.renderings.filter(purpose="sealed")
    owed.update(owed_at=now() - timedelta(minutes=6))
    late = client.get(document.get_absolute_url()).content.decode()
    assert "The sealed document is being made" in late
    assert not files_poll(late), "after some minutes it looks no more by itself"
    owed.update(owed_at=now())
    assert files_poll(client.get(document.get_absolute_url()).content.decode())
    make.put_file(document)
    made = client.get(document.get_absolute_url(), **again).content.decode()
    assert not files_poll(made)
    assert 'data-testid="download-pdf"' in made.split('id="file-action"')[1].split("</div>")[0]


def files_poll(page):
    """Whether the list of files looks again by itself."""
    return "hx-trigger" in page.split('id="file-list"')[1].split(">")[0]


def test_signing_without_consent_is_refused_beside_the_box(world, browser):
    document, client = ready(world, browser)
    refused = send(client, url(document), do="sign")
    assert refused.status_code == 422
    assert "id_consent_error" in page_of(refused).ids
    assert document.signatures.count() == 0


def test_another_content_than_was_seen_is_not_signed(world, browser):
    document, client = ready(world, browser)
    for seen in ("0" * 64, "", "\x00"):
        stale = send(client, url(document), do="sign", consent="yes", content_hash=seen)
        assert stale.status_code == 409
    assert document.signatures.count() == 0


def test_signing_without_a_fresh_proof_asks_for_it(world, browser):
    document = make.approved(world)
    make_preview(document)
    answer = browser(world.signatory).post(url(document), {"do": "sign", "consent": "yes"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert document.signatures.count() == 0


def test_before_its_file_is_made_it_cannot_be_signed(world, browser):
    document, client = make.approved(world), browser(world.signatory)
    prove(client, document)
    page = page_of(client.get(url(document)))
    assert "being made" in page.text
    assert "sign" not in page.hooks
    sent = page.fields | {"do": "sign", "consent": "yes"}
    assert client.post(url(document), sent).status_code == 409
    assert preview_of(document) is None
    assert document.signatures.count() == 0


def test_sent_twice_it_is_signed_once(world, browser):
    document, client = ready(world, browser)
    fields = page_of(client.get(url(document))).fields | {"do": "sign", "consent": "yes"}
    first, second = client.post(url(document), fields), client.post(url(document), fields)
    assert first["Location"] == second["Location"]
    assert document.signatures.count() == 1


def test_signed_in_another_window_it_is_told_and_not_shown_to_be_signed(world, browser):
    document, client = ready(world, browser)
    late = page_of(client.get(url(document))).fields | {"do": "sign", "consent": "yes"}
    assert send(client, url(document), do="sign", consent="yes").status_code == 302
    stale = client.post(url(document), late)
    assert stale.status_code == 409
    page = page_of(stale)
    assert "you did" in page.text
    assert "exactly as you sign it" not in page.text
    assert document.signatures.count() == 1


def test_declining_needs_a_reason_and_goes_back(world, browser):
    document, client = ready(world, browser)
    for unfit in (" ", "No. " * 5000, "No\x00"):
        refused = send(client, url(document), do="decline", reason=unfit)
        assert refused.status_code == 422
        assert page_of(refused).fields["reason"] == unfit
    reason = "The price is not what we agreed."
    assert send(client, url(document), do="decline", reason=reason).status_code == 302
    document.refresh_from_db()
    assert document.status == Status.IN_REVIEW


def test_who_cannot_sign_is_told_so(world, browser):
    document = make.approved(world)
    assert browser(world.requester).get(url(document)).status_code == 403
    assert browser(world.manager).post(url(document), {"do": "sign"}).status_code == 403


def test_the_words_name_document_version_and_company(world):
    document = make.approved(world)
    words = consent_text(document)
    for named in (document.number, str(document.version), world.customer.legal_name):
        assert named in words
    assert document.committed_on == date(2026, 5, 6)


def test_pages_cost_a_fixed_number_of_queries(world, browser, django_assert_max_num_queries):
    document, client = ready(world, browser)
    for here in (url(document), "/signing/"):
        client.get(here)
        with django_assert_max_num_queries(12 + NESTED):
            client.get(here)


def test_who_signed_already_waits_for_the_other(world, browser):
    world.customer.signing_rule = "two_jointly"
    world.customer.save()
    document, client = ready(world, browser)
    assert send(client, url(document), do="sign", consent="yes").status_code == 302
    document.refresh_from_db()
    assert document.status == Status.AWAITING_SIGNATURE
    assert client.get(url(document))["Location"] == document.get_absolute_url()
    assert url(document) not in page_of(client.get("/signing/")).links


def test_a_page_that_was_opened_before_a_correction_shows_what_differs(world, browser):
    document, client = ready(world, browser)
    fields = page_of(client.get(url(document))).fields | {"do": "sign", "consent": "yes"}
    values = {"request.reference": "Dossier 9"}
    by = world.by(world.requester)
    operations.correct_fields(document=document, values=values, by=by, at=make.AT)
    stale = client.post(url(document), fields)
    assert stale.status_code == 409
    page = page_of(stale)
    assert "Your reference" in page.text
    assert "Dossier 9" in page.text
    assert url(document) in page.links
    assert document.signatures.count() == 0


def test_a_typed_name_that_cannot_be_printed_is_told_beside_it(world, browser):
    document, client = ready(world, browser)
    wrong = send(client, url(document), do="sign", consent="yes", typed="P\u202e.")
    assert wrong.status_code == 422
    page = page_of(wrong)
    assert "id_typed_error" in page.ids
    assert wrong.content.decode().count("Write your name in at most") == 2


def test_it_shows_what_is_otherwise_than_in_the_version_before(world, browser):
    document, client = ready(world, browser)
    assert "than in the version before" in page_of(client.get(url(document))).text
    assert "Promised date" in page_of(client.get(url(document))).text


def test_a_name_that_is_typed_or_a_drawing_is_kept(world, browser):
    document, client = ready(world, browser)
    wrong = send(client, url(document), do="sign", consent="yes", typed="P.", drawn="[[[-1,2]]]")
    assert wrong.status_code == 422
    assert page_of(wrong).fields["typed"] == "P."
    good = send(client, url(document), do="sign", consent="yes", typed="P.", drawn="[[[1,2]]]")
    assert good.status_code == 302
    signature = document.signatures.get()
    assert (signature.typed, signature.drawn) == ("P.", [[[1, 2]]])
    assert "%(number)s" in signature.wording.text


def test_rule_19_an_amendment_is_signed_beside_what_was_signed(world, browser):
    """700 was signed and 900 is wanted now: both stand there, with the document that it changes."""
    signed = make.both(world)
    document = make.offered(world, make.wanting(world, make.amend(world, signed)))
    client = browser(world.signatory)
    prove(client, document)
    page = page_of(client.get(url(document)))
    assert f"This changes document {signed.number}" in page.text
    told = page.text.split("Compared with what was signed")[1]
    assert "As signed As amended Speed 700 Mbps 900 Mbps" in told
