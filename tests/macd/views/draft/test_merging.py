"""Promise 4: two people filled in the same draft; nothing is written over, both are shown."""

import json

import pytest

from accounts.roles import CustomerRole
from macd import operations
from macd.refusals import Crossed
from tests.accounts import make as people
from tests.macd import make
from tests.macd.forms_of import forms_of
from tests.macd.views.pages import page_of


@pytest.fixture
def draft(world):
    return make.change(world, **{"request.reference": "First", "request.po_number": "PO-1"})


def colleague(world):
    return people.membership(CustomerRole.REQUESTER, customer=world.customer).person


def shown(client, url):
    """The values of the page's own form, as a browser would send them."""
    forms = forms_of(client.get(url).content)
    return dict(next(form for form in forms if "seen" in form.values).values)


def section(document):
    return f"/documents/{document.number}/fill/request/"


def test_different_answers_of_two_people_both_stay(world, browser, draft):
    one, other = browser(world.requester), browser(colleague(world))
    mine, theirs = shown(one, section(draft)), shown(other, section(draft))
    other.post(section(draft), theirs | {"request.po_number": "PO-2"})
    answer = one.post(section(draft), mine | {"request.reference": "Second"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.reference, draft.po_number) == ("Second", "PO-2")


def test_the_same_answer_is_chosen_between(world, browser, draft):
    other = colleague(world)
    one = browser(world.requester)
    mine = shown(one, section(draft))
    client = browser(other)
    client.post(section(draft), shown(client, section(draft)) | {"request.reference": "Theirs"})
    changed = {"request.reference": "Mine", "request.po_number": "PO-3"}
    answer = one.post(section(draft), mine | changed)
    assert answer.status_code == 409
    page = page_of(answer)
    for words in ("First", "Theirs", "Mine", other.name):
        assert words in page.text
    draft.refresh_from_db()
    assert (draft.reference, draft.po_number) == ("Theirs", "PO-1")
    [merge] = [form for form in forms_of(answer.content) if "seen" in form.values]
    assert merge.values["request.reference"] == "Theirs"
    assert one.post(section(draft), merge.values | {"request.reference": "Mine"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.reference, draft.po_number) == ("Mine", "PO-3")


def test_a_third_writer_is_shown_too(world, browser, draft):
    one = browser(world.requester)
    mine = shown(one, section(draft))
    make.fill(world, draft, **{"request.reference": "Theirs"})
    answer = one.post(section(draft), mine | {"request.reference": "Mine"})
    [merge] = [form for form in forms_of(answer.content) if "seen" in form.values]
    make.fill(world, draft, **{"request.reference": "Third"})
    again = one.post(section(draft), merge.values | {"request.reference": "Mine"})
    assert again.status_code == 409
    assert "Third" in page_of(again).text


def test_settings_of_an_item_are_chosen_between(world, browser, draft):
    url = f"/documents/{draft.number}/lines/1/"
    one = browser(world.requester)
    mine = shown(one, url)
    make.fill(world, draft, **{"line.1.desired.speed": "600"})
    answer = one.post(url, mine | {"line.1.desired.speed": "800"})
    assert answer.status_code == 409
    [merge] = [form for form in forms_of(answer.content) if "seen" in form.values]
    assert one.post(url, merge.values | {"line.1.desired.speed": "800"}).status_code == 302
    assert draft.lines.get().desired["speed"] == 800


def test_another_offering_that_a_colleague_chose_stays_or_is_chosen_between(world, browser, draft):
    url = f"/documents/{draft.number}/lines/1/"
    path = "line.1.offering"
    one = browser(world.requester)
    mine = shown(one, url)
    assert json.loads(mine["seen"])[path] == world.extra.offering.code
    make.fill(world, draft, **{path: world.plus.offering.code})
    assert one.post(url, mine | {path: world.extra.offering.code}).status_code == 302
    assert draft.lines.get().offering_version == world.plus


def test_the_database_decides_between_two_at_once(world, draft):
    """Both have read the same; the second to get the lock writes over nothing."""
    by, over = world.by(world.requester), {"request.reference": "First"}
    values = {"request.reference": "One"}
    operations.change_fields(document=draft, values=values, by=by, at=make.AT, over=over)
    values = {"request.reference": "Other"}
    with pytest.raises(Crossed):
        operations.change_fields(document=draft, values=values, by=by, at=make.AT, over=over)


@pytest.mark.parametrize("seen", ["", "nonsense", "[]", "{" * 5000, '{"request.reference": {}}'])
def test_a_page_that_says_nothing_of_use_writes_as_before(world, browser, draft, seen):
    client = browser(world.requester)
    values = shown(client, section(draft)) | {"seen": seen, "request.reference": "New"}
    answer = client.post(section(draft), values)
    assert answer.status_code == (409 if "reference" in seen else 302)
