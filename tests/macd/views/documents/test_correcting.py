"""Correcting details of what is agreed, on a page of its own."""

from macd import queries
from tests.macd import make
from tests.macd.views.pages import page_of, send


def url(document):
    return f"/documents/{document.number}/correct/"


def test_only_what_is_immaterial_and_ones_own_is_asked(world, browser):
    document = make.approved(world)
    client = browser(world.requester)
    assert url(document) in page_of(client.get(document.get_absolute_url())).links
    fields = page_of(client.get(url(document))).fields
    assert "request.reference" in fields
    assert not {"request.requested_on", "technical.technical_notes"} & set(fields)
    assert "technical.technical_notes" in page_of(browser(world.manager).get(url(document))).fields


def test_a_correction_is_kept_and_listed_beside_the_signed_version(world, browser):
    document = make.started(world, make.change(world))
    client = browser(world.requester)
    sent = send(client, url(document), **{"request.reference": "Dossier 9"})
    assert sent["Location"] == document.get_absolute_url()
    page = page_of(client.get(document.get_absolute_url()))
    assert "Dossier 9" in page.text
    assert "was signed" in page.text
    assert queries.whole(document.pk).version == document.version


def test_what_does_not_fit_is_refused_beside_its_field(world, browser):
    document = make.approved(world)
    client = browser(world.requester)
    refused = send(client, url(document), **{"request.reference": "x" * 500})
    assert refused.status_code == 422
    assert page_of(refused).fields["request.reference"] == "x" * 500


def test_who_has_nothing_to_correct_is_told_so(world, browser):
    document = make.in_review(world, make.change(world))
    for person in (world.requester, world.manager):
        assert browser(person).get(url(document)).status_code == 403
