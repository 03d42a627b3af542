"""The desk: the document beside the list, views, snoozing, many at once, ready words, people."""

import re
from urllib.parse import urlencode

import pytest

from accounts.models import Deputyship
from accounts.roles import StaffRole
from macd import operations, queries
from macd.models import Document, DocumentEvent, ReplyTemplate, SavedView
from macd.vocabulary import Happening, Status, Step
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of

FOUR = {
    "nl": "Welke verdieping?",
    "fr": "Quel étage ?",
    "en": "Which floor?",
    "de": "Welche Etage?",
}


def numbers(answer):
    return re.findall(r'data-number="([^"]+)"', answer.content.decode())


@pytest.fixture
def desk(world, browser):
    """The account manager's browser."""
    return browser(world.manager)


def reply(world) -> ReplyTemplate:
    return operations.keep_reply(
        name="Floor", texts=FOUR, by=world.by(world.manager), at=make.AT, reply=None
    )


def test_the_pane_shows_what_can_be_decided_and_leads_back(world, desk):
    document = make.submitted(world)
    back = "inbox?queue=new&open=MACD-2026-00099"
    pane = desk.get(f"/documents/{document.number}/pane/", {"back": back}, HTTP_HX_REQUEST="true")
    page = page_of(pane)
    assert "<html" not in pane.content.decode()
    assert {"take-up", "ask-customer", "return", "reject", "difference", "ball"} <= set(page.hooks)
    action = re.search(r'action="([^"]+take_up[^"]+)"', pane.content.decode())[1]
    answer = desk.post(action.replace("&amp;", "&"), page.fields)
    assert answer.headers["Location"] == "/inbox/?queue=new&open=MACD-2026-00099"
    alone = desk.get(f"/documents/{document.number}/pane/")
    assert "<html" in alone.content.decode()


def test_a_refused_step_still_leads_back(world, desk):
    """Approving what misses something shows why, and the next step ends in the inbox again."""
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    back = "inbox?queue=needs_me"
    pane = page_of(desk.get(f"/documents/{document.number}/pane/", {"back": back}))
    url = f"/documents/{document.number}/steps/approve/?{urlencode({'back': back})}"
    refused = desk.post(url, pane.fields)
    assert refused.status_code == 422
    assert refused.context["back_url"] == "/inbox/?queue=needs_me"
    assert all("back=inbox" in row["url"] for row in refused.context["steps"])


def test_steps_lead_back_to_nothing_but_the_inbox(world, desk):
    document = make.submitted(world)
    for absurd in ("//evil.example", "inbox", "inboxx?queue=all", "https://evil.example?x"):
        pane = desk.get(f"/documents/{document.number}/pane/", {"back": absurd})
        assert not re.search(r'action="[^"]+back=', pane.content.decode())


def test_the_pane_costs_a_fixed_number_of_queries(world, desk, django_assert_max_num_queries):
    document = make.submitted(world)
    url = f"/documents/{document.number}/pane/"
    desk.get(url)
    with django_assert_max_num_queries(12 + NESTED):
        desk.get(url, HTTP_HX_REQUEST="true")


def test_a_view_is_kept_counted_shared_and_removed(world, desk, browser):
    make.submitted(world)
    desk.post("/inbox/views/", {"name": "Changes", "view": "queue=all&kind=change", "shared": "on"})
    text = desk.get("/inbox/").content.decode()
    found = re.search(r'href="\?([^"]+)"[^>]*><span>Changes</span> <span class="count">1<', text)
    assert found is not None
    query = found[1].replace("&amp;", "&")
    assert len(numbers(desk.get(f"/inbox/?{query}"))) == 1
    other = make.world()
    colleague = browser(other.manager)
    assert "Changes" in colleague.get("/inbox/").content.decode()
    view = SavedView.objects.get()
    colleague.post(f"/inbox/views/{view.pk}/remove/")
    assert SavedView.objects.exists()
    desk.post(f"/inbox/views/{view.pk}/remove/")
    assert not SavedView.objects.exists()
    desk.post("/inbox/views/", {"name": "", "view": "queue=all"})
    assert not SavedView.objects.exists()


def test_a_view_is_renamed_and_shared_no_more_by_whose_it_is(world, desk, browser):
    facts = {"view": "queue=all&kind=change"}
    desk.post("/inbox/views/", {**facts, "name": "Changes", "shared": "on"})
    page = page_of(desk.get("/inbox/?queue=all&kind=change"))
    assert (page.fields["name"], page.fields["shared"]) == ("Changes", "")
    view = SavedView.objects.get()
    desk.post("/inbox/views/", {**facts, "name": "All changes", "kept": page.fields["kept"]})
    assert [(each.pk, each.name, each.shared) for each in SavedView.objects.all()] == [
        (view.pk, "All changes", False)
    ]
    SavedView.objects.update(shared=True)
    colleague = browser(make.world().manager)
    assert "kept" not in page_of(colleague.get("/inbox/?queue=all&kind=change")).fields
    colleague.post("/inbox/views/", {**facts, "name": "Mine", "kept": str(view.pk)})
    assert set(SavedView.objects.values_list("name", flat=True)) == {"All changes", "Mine"}


def test_a_view_that_cannot_be_kept_is_said(world, desk):
    query = urlencode({"queue": "all", "q": "🍺" * 100})
    told = desk.post("/inbox/views/", {"name": "Long", "view": query}, follow=True)
    assert "too long to be kept" in page_of(told).text
    told = desk.post("/inbox/views/", {"name": " ", "view": "queue=all"}, follow=True)
    assert "Give the view a name" in page_of(told).text
    assert not SavedView.objects.exists()


def test_what_is_snoozed_comes_back_on_its_day_or_when_something_happens(world, desk):
    document = make.submitted(world)
    assert "Not any more" not in page_of(desk.get(f"/documents/{document.number}/pane/")).text
    desk.post(f"/documents/{document.number}/snooze/", {"until": "7"})
    assert numbers(desk.get("/inbox/")) == []
    assert numbers(desk.get("/inbox/?queue=snoozed")) == [document.number]
    assert "Not any more" in page_of(desk.get(f"/documents/{document.number}/pane/")).text
    assert numbers(desk.get("/inbox/?queue=all")) == [document.number]
    desk.post(f"/documents/{document.number}/snooze/", {"until": "now"})
    assert numbers(desk.get("/inbox/")) == [document.number]
    desk.post(f"/documents/{document.number}/snooze/", {"until": "7"})
    make.step(world, document, Step.TAKE_UP, world.manager)
    assert numbers(desk.get("/inbox/")) == [document.number]
    for absurd in ("", "0", "999", "9999-12-31", "-1"):
        desk.post(f"/documents/{document.number}/snooze/", {"until": absurd})
        assert numbers(desk.get("/inbox/")) == [document.number], absurd


def test_many_are_previewed_then_done_each_by_itself(world, desk):
    fresh = make.submitted(world)
    taken = make.step(
        world, make.submitted(make.replace_service(world)), Step.TAKE_UP, world.manager
    )
    chosen = {"what": "take_up", "number": [fresh.number, taken.number]}
    preview = desk.post("/inbox/many/", chosen)
    text = preview.content.decode()
    assert "1 request can be done" in text
    assert "1 request cannot" in text
    assert "Not possible while the request is “Being completed”" in text
    assert Document.objects.get(pk=fresh.pk).status == Status.SUBMITTED
    fields = page_of(preview).fields
    done = desk.post("/inbox/many/", {**fields, "number": [fresh.number, taken.number]})
    assert "1 request is done" in done.content.decode()
    assert Document.objects.get(pk=fresh.pk).status == Status.IN_REVIEW


@pytest.mark.parametrize("day", ["2026-03-02", "2030-01-01", "x", ""])
def test_a_day_until_which_nothing_can_be_snoozed_is_refused_beside_its_field(world, desk, day):
    document = make.submitted(world)
    chosen = {"what": "snooze", "number": document.number, "asked": "yes", "until": day}
    answer = desk.post("/inbox/many/", chosen)
    assert answer.status_code == 422
    assert "id_until" in page_of(answer).ids


def test_why_something_cannot_be_done_is_said_once(world, desk):
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    text = page_of(desk.post("/inbox/many/", {"what": "approve", "number": document.number})).text
    assert text.count("Fill in “Promised date”") == 1


def test_what_changed_since_the_preview_is_not_done(world, desk):
    document = make.submitted(world)
    preview = page_of(desk.post("/inbox/many/", {"what": "take_up", "number": document.number}))
    make.fill(world, make.step(world, document, Step.ASK, world.manager, note="Which floor?"))
    done = desk.post("/inbox/many/", preview.fields)
    assert "was not done" in done.content.decode()
    assert Document.objects.get(pk=document.pk).status == Status.AWAITING_CUSTOMER


def test_ready_words_reach_each_customer_in_their_language(world, desk):
    ready = reply(world)
    document = make.submitted(world)
    asked = desk.post("/inbox/many/", {"what": "ask", "number": document.number})
    assert "Ready words" in asked.content.decode()
    empty = desk.post("/inbox/many/", {"what": "ask", "number": document.number, "asked": "yes"})
    assert empty.status_code == 422
    chosen = {"what": "ask", "number": document.number, "asked": "yes", "reply": ready.pk}
    preview = page_of(desk.post("/inbox/many/", chosen))
    desk.post("/inbox/many/", preview.fields)
    after = Document.objects.get(pk=document.pk)
    assert after.status == Status.AWAITING_CUSTOMER
    assert after.waiting_for == FOUR[document.language]


def test_strangers_documents_are_not_there_for_many(world, desk):
    other = make.submitted(make.world())
    answer = desk.post("/inbox/many/", {"what": "take_up", "number": other.number})
    assert answer.status_code == 404
    assert desk.post("/inbox/many/", {"what": "take_up"}).status_code == 302


def test_ready_words_are_written_changed_and_removed(world, desk):
    texts = {f"text_{code}": words for code, words in FOUR.items()}
    assert desk.post("/inbox/words/", {"name": "Floor", **texts}).status_code == 302
    kept = ReplyTemplate.objects.get()
    desk.post(f"/inbox/words/?edit={kept.pk}", {"name": "Which floor", **texts})
    assert ReplyTemplate.objects.get().name == "Which floor"
    again = desk.post("/inbox/words/", {"name": "Which floor", **texts})
    assert again.status_code == 422
    document = make.submitted(world)
    choice = desk.get(f"/documents/{document.number}/words/", {"step": "return"})
    assert FOUR[document.language] in choice.content.decode()
    desk.post("/inbox/words/", {"drop": kept.pk})
    assert not ReplyTemplate.objects.exists()


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "…"])
def test_a_name_that_nobody_sees_is_refused(world, desk, unseen):
    texts = {f"text_{code}": words for code, words in FOUR.items()}
    assert desk.post("/inbox/words/", {"name": unseen, **texts}).status_code == 422
    desk.post("/inbox/views/", {"name": unseen, "view": "queue=all"})
    assert not ReplyTemplate.objects.exists()
    assert not SavedView.objects.exists()


def test_what_the_desk_writes_is_written_once(world, desk, browser):
    """Sent twice the answer is that of the first time, no refusal of what one did oneself."""
    texts = {f"text_{code}": words for code, words in FOUR.items()}
    deputy = {"deputy": people.staff().pk, "first": "2026-03-02", "last": "2026-03-06"}
    for url, name, values in (
        ("/inbox/words/", "name", {"name": "Floor", **texts}),
        ("/inbox/words/", "drop", {}),
        ("/inbox/deputies/", "deputy", deputy),
        ("/inbox/deputies/", "end", {}),
    ):
        key = page_of(desk.get(url)).fields["idempotency_key"]
        row = ReplyTemplate.objects.first() or Deputyship.objects.first()
        sent = {"idempotency_key": key, **(values or {name: row.pk})}
        answers = [desk.post(url, sent) for _time in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302], name
    assert not ReplyTemplate.objects.exists()


def test_an_auditor_reads_ready_words(world, browser):
    kept, auditor = reply(world), browser(people.staff(StaffRole.AUDITOR))
    assert "/inbox/words/" in page_of(auditor.get("/manage/notifications/")).links
    for url in ("/inbox/words/", f"/inbox/words/?edit={kept.pk}"):
        page = page_of(auditor.get(url))
        assert FOUR["en"] in page.text
        assert "/manage/notifications/" in page.links
        assert not {"name", "text_en"} & page.fields.keys()
        assert not [link for link in page.links if "edit=" in link]
    assert auditor.post("/inbox/words/", {"drop": kept.pk}).status_code == 403
    assert auditor.post("/inbox/words/", {"name": "Mine"}).status_code == 403
    assert browser(world.operations).get("/inbox/words/").status_code == 403
    assert ReplyTemplate.objects.get() == kept


def test_a_deputy_finds_the_requests_in_a_queue_of_their_own(world, desk, browser):
    document = make.submitted(world)
    deputy = people.staff(name="Dirk Deputy")
    given = {"deputy": deputy.pk, "first": "2026-03-02", "last": "2026-03-06"}
    assert desk.post("/inbox/deputies/", given).status_code == 302
    assert numbers(browser(deputy).get("/inbox/?queue=substituting")) == [document.number]
    twice = desk.post("/inbox/deputies/", given)
    assert twice.status_code == 422
    for absurd in ({"deputy": world.manager.pk}, {"last": "2026-03-01"}, {"first": "2026-01-01"}):
        assert desk.post("/inbox/deputies/", {**given, **absurd}).status_code == 422
    ended = {"end": Deputyship.objects.get().pk}
    desk.post("/inbox/deputies/", ended)
    late = desk.post("/inbox/deputies/", ended, follow=True)
    assert "This has ended already." in page_of(late).text
    assert not Deputyship.objects.exists()
    assert numbers(browser(deputy).get("/inbox/?queue=all")) == []


def test_a_lead_hands_customers_over_with_their_requests(world, browser):
    document = make.submitted(world)
    successor = people.staff(name="Sam Successor")
    team = world.lead.teams_led.get()
    successor.staff_memberships.update(team=team)
    lead = browser(world.lead)
    given = {"customers": world.customer.pk, "to": successor.pk, "reason": "Anke works part-time"}
    preview = lead.post("/inbox/hand-over/", given)
    assert "1 customer goes to Sam Successor" in preview.content.decode()
    assert Document.objects.get(pk=document.pk).account_manager == world.manager
    sent = {**page_of(preview).fields, "run": "yes"}
    answers = [lead.post("/inbox/hand-over/", sent) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Document.objects.get(pk=document.pk).account_manager == successor
    event = DocumentEvent.objects.get(document=document, step=Happening.HANDED_OVER)
    told = {
        row.recipient for row in make.messages(document, "mail") if row.payload["event"] == event.pk
    }
    assert told == {str(successor.pk), str(world.requester.pk)} or len(told) == 2
    assert numbers(browser(successor).get("/inbox/")) == [document.number]
    assert numbers(browser(world.manager).get("/inbox/")) == []
    for page in ("", "history/"):
        url = f"{document.get_absolute_url()}{page}"
        assert "part-time" in page_of(browser(successor).get(url)).text
        assert "part-time" not in page_of(browser(world.requester).get(url)).text
    assert browser(world.manager).get("/inbox/hand-over/").status_code == 403


def test_who_hands_over_stays_within_the_team(world):
    stranger = people.staff(name="Other Manager")
    with pytest.raises(operations_refusal()):
        operations.hand_over(
            customers=[world.customer.pk],
            to=stranger.pk,
            by=world.by(world.lead),
            at=make.AT,
            reason="No",
        )
    assert queries.customers_and_open(world.by(world.lead)).get().account_manager == world.manager


def operations_refusal():
    from macd.refusals import Unsound

    return Unsound
