"""Taking steps through the front door."""

import pytest
from django.test import Client

from macd import operations
from macd.models import Comment, Document, DocumentEvent, FieldChange
from macd.vocabulary import Audience, LineStatus, Status, Step
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of, send

pytestmark = pytest.mark.usefixtures("system")


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def post(person, document, step, **fields):
    seen = {"content_hash": document.content_hash, "revision": str(document.revision)}
    return client_of(person).post(f"{document.get_absolute_url()}steps/{step}/", {**seen, **fields})


def fresh(document):
    return Document.objects.get(pk=document.pk)


def delivering(world):
    document = make.signed(world)
    Document.objects.filter(pk=document.pk).update(status=Status.IN_DELIVERY)
    document.lines.update(status=LineStatus.PLANNED)
    return fresh(document)


def line_post(person, document, step, **fields):
    return client_of(person).post(f"{document.get_absolute_url()}lines/1/steps/{step}/", fields)


def test_a_step_is_taken_and_said(sent):
    world, document = sent
    answer = post(world.manager, document, "take_up")
    assert answer.status_code == 302
    assert answer.url == document.get_absolute_url()
    assert fresh(document).status == Status.IN_REVIEW


def test_what_was_done_is_confirmed_and_not_commanded():
    world = make.world()
    document = make.submitted(world)
    client = client_of(world.manager)
    url = f"{document.get_absolute_url()}steps/take_up/"
    page = page_of(client.post(url, {"content_hash": document.content_hash}, follow=True))
    assert f"Request {document.number} was taken up." in page.text
    client = client_of(world.operations)
    document = delivering(make.world())
    url = f"{document.get_absolute_url()}lines/1/steps/deliver/"
    page = page_of(client.post(url, {"on": make.TODAY.isoformat()}, follow=True))
    assert "Item 1 was reported as delivered." in page.text


def test_a_question_needs_words_and_keeps_the_page(sent):
    world, document = sent
    answer = post(world.manager, document, "ask", note="  ")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-testid="error-summary"' in text
    assert 'href="#id_ask_note"' in text
    assert 'id="id_ask_note"' in text
    assert fresh(document).status == Status.SUBMITTED


@pytest.mark.parametrize("note", ["x" * 10_000, "a\x00b"])
def test_absurd_words_are_refused_and_kept(sent, note):
    world, document = sent
    answer = post(world.manager, document, "ask", note=note)
    assert answer.status_code == 422
    assert note[:3] in answer.content.decode()
    assert not Comment.objects.filter(document=document).exists()


def test_who_may_not_take_a_step_is_told_so(sent):
    world, document = sent
    assert post(world.requester, document, "take_up").status_code == 403
    assert post(people.membership().person, document, "take_up").status_code == 404
    assert post(world.manager, document, "no-such-step").status_code == 404
    assert fresh(document).status == Status.SUBMITTED


def test_steps_are_only_posted(sent):
    world, document = sent
    answer = client_of(world.manager).get(f"{document.get_absolute_url()}steps/take_up/")
    assert answer.status_code == 405


def test_the_second_of_two_reads_who_was_first_and_keeps_the_words(sent):
    world, document = sent
    make.step(world, document, Step.WITHDRAW, world.requester, note="We stay.")
    answer = post(world.manager, document, "ask", note="Which floor?")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert world.requester.name in text
    assert "We stay." in text
    assert "Which floor?" in text
    assert fresh(document).status == Status.CANCELLED


def test_approving_what_changed_meanwhile_shows_the_difference():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    seen = document
    operations.change_fields(
        document=document,
        values={"line.1.desired.speed": "250"},
        by=world.by(world.requester),
        at=make.AT,
    )
    answer = post(world.manager, seen, "approve")
    text = answer.content.decode()
    assert answer.status_code == 409
    difference = text.split('data-testid="difference"')[1].split("</table>")[0]
    assert "500" in difference
    assert "250" in difference
    assert fresh(document).status == Status.IN_REVIEW


def test_rule_11_approval_names_what_misses_beside_its_section():
    """Without a promised date the approval is refused, and leads to the planning."""
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    answer = post(world.manager, document, "approve")
    assert answer.status_code == 422
    assert 'href="#section-planning"' in answer.content.decode()


def test_a_double_click_takes_one_step(sent):
    world, document = sent
    first = post(world.manager, document, "ask", note="Which floor?", idempotency_key="k1")
    second = post(world.manager, document, "ask", note="Which floor?", idempotency_key="k1")
    other = post(world.manager, document, "ask", note="Another?", idempotency_key="k1")
    assert (first.status_code, second.status_code, other.status_code) == (302, 302, 422)
    assert Comment.objects.filter(document=document, is_question=True).count() == 1


def test_question_answer_and_return_to_review():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.ASK, world.manager, note="Floor?")
    answer = post(world.requester, document, "answer", note="The second.")
    assert answer.status_code == 302
    assert fresh(document).status == Status.IN_REVIEW
    assert Comment.objects.get(text="The second.").answers.text == "Floor?"


def test_hold_names_the_party_and_return_the_sections():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    refused = post(world.manager, document, "hold", note="No line.", ball="moon")
    assert refused.status_code == 422
    assert refused.content.decode().count('id="error-summary-title"') == 1
    post(world.manager, document, "hold", note="No line.", ball="carrier")
    held = fresh(document)
    assert (held.status, held.ball, held.waiting_for) == (Status.ON_HOLD, "carrier", "No line.")
    post(world.manager, held, "resume")
    post(world.manager, fresh(document), "return", note="Fill in.", sections=["request"])
    reopened = set(fresh(document).sections.filter(reopened=True).values_list("name", flat=True))
    assert reopened == {"request"}


def test_after_a_return_only_the_named_parts_are_open(world, browser):
    """The customer finds where to change what was asked for, and nothing else to change."""
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    post(world.manager, document, "return", note="Faster?", sections=["technical"])
    client, at = browser(world.requester), document.get_absolute_url()
    page = page_of(client.get(at))
    assert f"{at}lines/1/" in page.links
    assert f"{at}fill/request/" not in page.links
    assert client.get(f"{at}fill/request/")["Location"] == at
    asked = page_of(client.get(f"{at}lines/1/")).text
    assert "asks to look at this part again. Faster?" in asked, "beside what is to be changed"
    answer = send(client, f"{at}lines/1/", **{"line.1.desired.speed": "800"})
    assert answer.status_code == 302
    assert fresh(document).lines.get().desired["speed"] == 800


def test_signing_is_not_done_by_a_bare_post():
    world = make.world()
    document = make.approved(world)
    answer = post(world.signatory, document, "sign")
    assert answer.status_code == 422
    assert fresh(document).status == Status.AWAITING_SIGNATURE


def test_suggestions_are_decided_and_taken_back():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    operations.change_fields(
        document=document,
        values={"request.requested_on": "2026-05-11", "request.reference": "PO 7"},
        by=world.by(world.manager),
        at=make.AT,
    )
    day, reference = FieldChange.objects.filter(state="proposed").order_by("path")[::-1]
    url = f"{document.get_absolute_url()}proposals/"
    assert client_of(world.operations).post(f"{url}{day.pk}/").status_code == 404
    assert client_of(world.requester).post(f"{url}999999/").status_code == 404
    client_of(world.requester).post(f"{url}{day.pk}/", {"answer": "accept"})
    client_of(world.manager).post(f"{url}{reference.pk}/", {"answer": "keep"})
    again = client_of(world.requester).post(f"{url}{day.pk}/", {"answer": "accept"})
    assert again.status_code == 422
    assert str(fresh(document).requested_on) == "2026-05-11"
    assert fresh(document).reference == ""


def test_comments_go_to_whom_the_button_names(sent):
    world, document = sent
    url = f"{document.get_absolute_url()}comments/"
    client_of(world.manager).post(url, {"text": "Thin.", "visibility": "internal"})
    client_of(world.requester).post(url, {"text": "Hello.", "visibility": "shared"})
    assert Comment.objects.get(text="Thin.").audience == Audience.INTERNAL
    assert Comment.objects.get(text="Hello.").audience == Audience.SHARED
    refused = client_of(world.requester).post(url, {"text": "Hm.", "visibility": "internal"})
    assert refused.status_code == 403
    empty = client_of(world.requester).post(url, {"text": "", "visibility": "shared"})
    assert empty.status_code == 422
    assert 'id="id_comment_error"' in empty.content.decode()
    long = client_of(world.requester).post(url, {"text": "y" * 10_000, "visibility": "shared"})
    assert long.status_code == 422
    assert "y" * 10_000 in long.content.decode()


def test_operations_deliver_hold_and_resume_a_line():
    world = make.world()
    document = delivering(world)
    held = line_post(
        world.operations,
        document,
        "hold",
        code="line_not_there",
        note="Strike.",
        until="2026-06-01",
    )
    assert held.status_code == 302
    line = document.lines.get()
    assert (line.status, line.held_for, line.held_reason) == ("held", "carrier", "Strike.")
    shown = page_of(client_of(world.requester).get(document.get_absolute_url())).text
    assert "Strike. until 1 Jun 2026" in shown
    line_post(world.operations, document, "resume")
    done = line_post(world.operations, document, "deliver", on="2026-03-02", serials="A1\n\nB2")
    line.refresh_from_db()
    assert done.url == f"{document.get_absolute_url()}#line-1"
    assert (line.status, line.serials, str(line.delivered_on)) == (
        "delivered",
        ["A1", "B2"],
        "2026-03-02",
    )


def test_the_whole_is_put_on_hold_once_each_item_is():
    """While an item goes on or is delivered, no step is offered that is sure to be refused."""
    world = make.world()
    document = delivering(world)
    desk = client_of(world.operations)
    whole = f"{document.get_absolute_url()}steps/hold/"
    assert whole not in desk.get(document.get_absolute_url()).content.decode()
    line_post(world.operations, document, "hold", code="line_not_there", note="Strike.")
    assert whole in desk.get(document.get_absolute_url()).content.decode()
    line_post(world.operations, document, "resume")
    line_post(world.operations, document, "deliver", on="2026-03-02")
    assert whole not in desk.get(document.get_absolute_url()).content.decode()


def test_a_delivery_that_cannot_be_is_refused_beside_its_day():
    world = make.world()
    document = delivering(world)
    [line] = document.lines.all()
    for day in ("2026-02-01", "", "31/02/2026", "2999-01-01"):
        answer = line_post(world.operations, document, "deliver", on=day)
        assert answer.status_code == 422
        assert f'href="#id_line_{line.pk}_deliver_on"' in answer.content.decode()
    assert line_post(world.requester, document, "deliver", on="2026-03-02").status_code == 403
    url = f"{document.get_absolute_url()}lines/99/steps/deliver/"
    assert client_of(world.operations).post(url, {"on": "2026-03-02"}).status_code == 404


def test_the_requester_accepts_or_reports_a_defect():
    world = make.world()
    document = delivering(world)
    line_post(world.operations, document, "deliver", on="2026-03-02")
    line_post(world.requester, document, "report_defect", note="No light.")
    assert document.lines.get().status == LineStatus.PLANNED
    line_post(world.operations, document, "deliver", on="2026-03-02")
    line_post(world.requester, document, "accept")
    assert fresh(document).status == Status.COMPLETED
    late = line_post(world.operations, document, "hold", code="line_not_there", note="Strike.")
    assert late.status_code == 409


def test_each_step_stands_in_the_history_once(sent):
    world, document = sent
    post(world.manager, document, "take_up", idempotency_key="a")
    post(world.manager, document, "take_up", idempotency_key="a")
    assert DocumentEvent.objects.filter(document=document, step="take_up").count() == 1


@pytest.mark.parametrize("junk", ["\x00", "x" * 10_000, "\u202e", str(2**63), "-1", "' or 1=1"])
def test_junk_in_what_forms_carry_hidden_breaks_nothing(sent, junk):
    world, document = sent
    fields = {"content_hash": junk, "revision": junk, "idempotency_key": junk, "note": junk}
    base = document.get_absolute_url()
    client = client_of(world.manager)
    for path in ("steps/ask/", "steps/approve/", "lines/1/steps/hold/", "comments/"):
        answer = client.post(f"{base}{path}", {**fields, "text": junk, "party": junk})
        assert answer.status_code in {302, 409, 422}, path
    assert client.post(f"{base}lines/{2**70}/steps/hold/", fields).status_code == 404
    assert client.post(f"{base}proposals/{2**70}/", fields).status_code == 404


def test_what_is_all_delivered_says_what_to_do_instead_of_withdrawing():
    world = make.world()
    document = make.started(world, make.change(world))
    url = document.get_absolute_url()
    assert "withdraw" in page_of(client_of(world.requester).get(url)).hooks
    make.line_step(world, document, 1, "deliver", world.operations)
    page = page_of(client_of(world.requester).get(url))
    assert "withdraw" not in page.hooks
    assert "Everything is delivered. Report a defect" in page.text


@pytest.mark.parametrize("where", ["", "pane/"])
def test_rule_09_what_is_urgent_is_told_with_its_reason(where):
    """On the page of the request and beside the inbox; nothing of the kind on others."""
    world = make.world()
    urgent = {"request.urgent": True, "request.urgent_reason": "The shop opens on Friday."}
    document = make.step(world, make.change(world, **urgent), Step.SUBMIT, world.requester)
    client = client_of(world.manager)
    page = page_of(client.get(f"{document.get_absolute_url()}{where}"))
    assert "urgent" in page.hooks
    assert "The shop opens on Friday." in page.text
    other = make.submitted(make.replace_service(world))
    assert "urgent" not in page_of(client.get(f"{other.get_absolute_url()}{where}")).hooks
