"""What is typed into a draft is kept on every blur."""

from macd.models import FieldChange
from macd.vocabulary import Step
from tests.macd import make


def url(document):
    return f"/documents/{document.number}/autosave/"


def test_what_fits_is_kept_and_the_rest_is_named(world, browser):
    document = make.change(world)
    client = browser(world.requester)
    answer = client.post(
        url(document), {"request.reference": "R-9", "request.requested_on": "soonish"}
    )
    assert answer.status_code == 422
    assert list(answer.json()["problems"]) == ["request.requested_on"]
    assert answer.json()["seen"] == '{"request.reference": "R-9"}'
    document.refresh_from_db()
    assert (document.reference, document.requested_on.isoformat()) == ("R-9", make.WANTED)


def test_the_answer_carries_what_the_page_has_seen(world, browser):
    document = make.change(world)
    answer = browser(world.requester).post(url(document), {"line.1.desired.speed": "700"})
    document.refresh_from_db()
    assert answer.json() == {
        "revision": document.revision,
        "content_hash": document.content_hash,
        "seen": '{"line.1.desired.speed": 700}',
    }
    assert document.lines.get().desired == {"speed": 700}


def test_another_offering_comes_before_its_settings(world, browser):
    document = make.change(world, **{"line.1.offering": world.plus.offering.code})
    sent = {"line.1.offering": world.extra.offering.code, "line.1.desired.sla": "gold"}
    assert browser(world.requester).post(url(document), sent).status_code == 200
    line = document.lines.get()
    assert (line.offering_version, line.desired["sla"]) == (world.extra, "gold")


def test_nothing_unknown_is_kept(world, browser):
    document = make.change(world)
    sent = {
        "line.1.desired.colour": "red",
        "line.77.quantity": "2",
        "line.1.offering": "no-such",
        "planning.committed_on": "2026-06-01",
        "request.\x00": "x",
        "idempotency_key": "k",
    }
    before = FieldChange.objects.count()
    assert browser(world.requester).post(url(document), sent).status_code == 200
    assert FieldChange.objects.count() == before


def test_once_sent_it_is_no_draft_any_more(world, browser):
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    answer = browser(world.requester).post(url(document), {"request.reference": "late"})
    assert answer.status_code == 403
    assert browser(world.requester).get(url(document)).status_code == 405


def test_what_a_colleague_wrote_meanwhile_is_not_written_over(world, browser):
    document = make.change(world, **{"request.reference": "Theirs"})
    sent = {
        "seen": '{"request.reference": null, "request.po_number": null}',
        "request.reference": "Mine",
        "request.po_number": "PO-7",
    }
    answer = browser(world.requester).post(url(document), sent)
    assert answer.status_code == 422
    assert list(answer.json()["problems"]) == ["request.reference"]
    document.refresh_from_db()
    assert (document.reference, document.po_number) == ("Theirs", "PO-7")
