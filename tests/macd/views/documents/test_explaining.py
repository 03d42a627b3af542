"""How a value came about, and who else has the request open."""

from datetime import timedelta

from macd import operations
from macd.models import Presence
from macd.vocabulary import Step
from tests.macd import make, porting
from tests.macd.views.pages import page_of


def test_a_value_tells_who_when_why_and_the_suggestion_that_was_not_taken(world, browser):
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    document = make.fill(world, document, world.manager, **{"sites.contact_name": "Ann"})
    change = document.field_changes.get(path="sites.contact_name", state="proposed")
    document = operations.decide_proposal(
        document=document,
        change_id=change.pk,
        accept=False,
        by=world.by(world.requester),
        at=make.AT,
        reply="She left.",
    )
    document = make.step(world, document, Step.ASK, world.manager, note="Which day?")
    wanted = {"request.requested_on": "2026-05-11"}
    make.fill(world, document, **wanted)
    client = browser(world.requester)
    day = page_of(client.get(f"/documents/{document.number}/fields/request.requested_on/"))
    assert world.requester.name in day.text
    assert "4 May 2026 → 11 May 2026" in day.text
    assert "Which day?" in day.text
    contact = page_of(client.get(f"/documents/{document.number}/fields/sites.contact_name/"))
    assert "She left." in contact.text
    assert client.get(f"/documents/{document.number}/fields/no.such/").status_code == 404
    never = page_of(client.get(f"/documents/{document.number}/fields/line.1.quantity/"))
    assert "Nobody has written here" in never.text


def test_the_reason_among_colleagues_of_the_provider_stays_there(world, browser):
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    operations.add_comment(
        document=document,
        audience="internal",
        text="Hush",
        by=world.by(world.manager),
        at=make.AT,
    )
    page = browser(world.requester).get(
        f"/documents/{document.number}/fields/request.requested_on/"
    )
    assert "Hush" not in page.content.decode()


def test_a_correction_tells_which_refusal_stood_before_it(world, browser):
    document = porting.started(world)
    for state, facts in (
        ("checked", {}),
        ("requested", {}),
        ("refused", {"refusal": "account_wrong"}),
    ):
        porting.advance(world, document, state, **facts)
    operations.correct_fields(
        document=document,
        values={"line.1.port.account": "K-9"},
        by=world.by(world.requester),
        at=make.AT + timedelta(hours=1),
    )
    page = browser(world.requester).get(f"/documents/{document.number}/fields/line.1.port.account/")
    assert "“The customer number does not belong to these numbers”" in page_of(page).text


def test_who_has_it_open_is_named_to_the_others_until_they_leave(world, browser):
    document = make.submitted(world)
    url = f"/documents/{document.number}/present/"
    alone = browser(world.requester).post(url)
    assert world.requester.name not in alone.content.decode()
    assert world.requester.name in browser(world.manager).post(url).content.decode()
    later = make.AT + timedelta(hours=2)
    others = operations.be_present(document=document, by=world.by(world.manager), at=later)
    assert others == []
    assert Presence.objects.count() == 1
