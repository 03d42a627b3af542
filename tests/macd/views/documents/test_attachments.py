"""Files of a request: added by either side, taken out of a draft, downloaded by who may see it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from macd import operations
from macd.kinds import rules_for
from macd.operations.filling.attaching import MOST_FILES
from macd.refusals import NotPermitted, StepDenied, Unsound
from macd.vocabulary import Kind, Side
from tests.accounts import make as people
from tests.files.test_uploads import PDF, archive, picture
from tests.macd import make
from tests.macd.views.pages import page_of


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path


def files_of(document):
    return f"{document.get_absolute_url()}files/"


def attach(world, document, person=None, *, content=PDF, name="plan.pdf", purpose="floor_plan"):
    return operations.attach_file(
        document=document,
        purpose=purpose,
        name=name,
        content=content,
        by=world.by(person or world.requester),
        at=make.AT,
    )


def upload(client, document, content, name="plan.pdf", **fields):
    page = page_of(client.get(files_of(document)))
    sent = page.fields | {"purpose": "floor_plan"} | fields
    sent["file"] = SimpleUploadedFile(name, content)
    return client.post(files_of(document), sent)


def test_a_file_is_added_seen_and_downloaded(world, browser):
    document, client = make.change(world), browser(world.requester)
    answer = upload(client, document, PDF, name="../../plan <b>.exe")
    assert answer.status_code == 302
    page = page_of(client.get(files_of(document)))
    assert "plan <b>.pdf" in page.text
    address = next(link for link in page.links if link.startswith(files_of(document)))
    sent = client.get(address)
    assert sent.content == PDF
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Content-Security-Policy"].startswith("sandbox")
    assert sent["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("content", [b"MZ", archive(), PDF + archive(), b""])
def test_what_is_not_taken_in_is_said_beside_the_field(world, browser, content):
    document = make.change(world)
    answer = upload(browser(world.requester), document, content)
    assert answer.status_code == 422
    page = page_of(answer)
    assert "error-summary" in page.hooks
    assert page.fields["purpose"] == "floor_plan"
    assert not document.attachments.exists()


def test_without_a_file_or_a_word_on_it_nothing_is_added(world, browser):
    document, client = make.change(world), browser(world.requester)
    answer = client.post(files_of(document), {})
    assert answer.status_code == 422
    assert "Choose a file" in page_of(answer).text


def test_a_file_is_taken_out_of_a_draft_only(world, browser):
    document, client = make.change(world), browser(world.requester)
    first = attach(world, document)
    assert client.post(f"{files_of(document)}{first.public_id}/remove/").status_code == 302
    assert not document.attachments.exists()
    kept = attach(world, document)
    sent = make.step(world, document, "submit", world.requester)
    with pytest.raises((NotPermitted, StepDenied)):
        operations.remove_file(
            document=sent, public_id=kept.public_id, by=world.by(world.requester), at=make.AT
        )
    assert document.attachments.count() == 1


def test_staff_add_files_too_and_strangers_see_none(world, browser):
    document = make.submitted(world)
    kept = attach(world, document, world.manager, content=picture(), name="rack.png")
    assert kept.stored_file.media_type == "image/jpeg"
    stranger = people.membership("requester", customer=people.customer()).person
    address = f"{files_of(document)}{kept.public_id}/"
    assert browser(stranger).get(address).status_code == 404
    assert browser(stranger).get(files_of(document)).status_code == 404
    viewer = people.membership("viewer", customer=world.customer).person
    assert browser(viewer).get(address).status_code == 200
    assert browser(viewer).post(files_of(document), {}).status_code == 403


def test_who_only_reads_is_led_to_files_where_there_are_some(world, browser):
    """Whoever may add one finds the page before there is any; a reader would find it empty."""
    document = make.submitted(world)
    reader = browser(people.membership("viewer", customer=world.customer).person)
    auditor = browser(people.staff("auditor"))
    assert "files" in page_of(browser(world.requester).get(document.get_absolute_url())).hooks
    for client in (reader, auditor):
        page = page_of(client.get(document.get_absolute_url()))
        assert files_of(document) not in page.links
    attach(world, document, world.manager)
    for client in (reader, auditor):
        page = page_of(client.get(document.get_absolute_url()))
        assert files_of(document) in page.links


def test_the_same_file_twice_is_one_and_there_is_a_most(world):
    document = make.change(world)
    assert attach(world, document) == attach(world, document)
    for number in range(MOST_FILES - 1):
        attach(world, document, content=picture(size=(5 + number, 5)), name=f"{number}.png")
    with pytest.raises(Unsound, match="at most"):
        attach(world, document, content=picture(size=(99, 5)), name="more.png")


def test_a_closed_request_takes_no_files(world):
    document = make.step(world, make.change(world), "discard", world.requester)
    with pytest.raises(NotPermitted):
        attach(world, document)


def test_rule_32_a_picture_of_the_new_place_or_our_own_eyes_before_approval(world):
    """Before a Move is approved: a floor plan or photo, or the provider has seen the place."""
    document = make.in_review(world, make.move(world))
    rules = rules_for(Kind.MOVE)

    def asked(now):
        return "files" in {problem.path for problem in rules.missing(now)}

    assert asked(document)
    attach(world, document, purpose="other")
    assert asked(document)
    attach(world, document, world.manager, purpose="photo", content=picture())
    assert not asked(document)
    document.attachments.all().delete()
    seen = make.fill(world, document, world.manager, **{"technical.surveyed": True})
    assert not asked(make.owed(world, seen, Side.PROVIDER))
