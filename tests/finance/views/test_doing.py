"""Doing things in a case through its page."""

from datetime import date

import pytest

from finance.models import CaseLine, CaseNumber
from finance.views.actions import ACTIONS
from finance.views.doing import DOINGS
from services.models import CaseEvent
from tests.finance.conftest import accepted
from tests.macd import make
from tests.services import make as stock


def do(client, case, action, **fields):
    return client.post(f"/cancellations/{case.public_id}/do/{action}/", fields)


def test_every_button_can_be_done():
    assert set(DOINGS) >= set(ACTIONS)


def test_what_is_done_shows_on_the_page(world, case, browser):
    client = browser(world.finance)
    answer = do(client, case, "hand-over", note="Call them")
    assert answer.url == f"/cancellations/{case.public_id}/"
    text = client.get(answer.url).content.decode()
    assert "Call them" in text
    assert "The account manager is told." in text
    manager = browser(world.manager)
    assert do(manager, case, "answer", note="They stay").status_code == 302
    steps = list(CaseEvent.objects.filter(case=case).values_list("step", flat=True))
    assert steps == ["notice", "hand_over", "answer"]


def test_the_same_form_sent_twice_is_done_once(world, case, browser):
    client = browser(world.finance)
    for _time in range(2):
        do(client, case, "note", note="Once", idempotency_key="k")
    assert CaseEvent.objects.filter(case=case, step="note").count() == 1


def test_a_refusal_keeps_what_was_typed(world, case, browser):
    client = browser(world.finance)
    answer = do(client, case, "change", notified_on="2026-03-09", note="Prices rise")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Prices rise" in text
    assert "lies after the receipt" in text
    empty = do(client, case, "note", note="")
    assert (empty.status_code, "error" in empty.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("note", {"note": "Mine"}),
        ("hand-over", {"note": "Mine"}),
        ("accept", {}),
        ("record-withdrawal", {"note": ""}),
    ],
)
def test_who_may_not_is_told_so(world, case, browser, action, fields):
    status = do(browser(world.requester), case, action, **fields).status_code
    assert status in (403, 422)
    assert case.events.exclude(step="notice").count() == 0


def test_unknown_actions_and_parts_are_not_there(world, case, browser):
    client, other = browser(world.finance), make.world()
    foreign = make.submitted(other).lines.get()
    assert do(client, case, "explode").status_code == 404
    assert do(client, case, "item", line=foreign.pk, decision="stop", note="x").status_code == 404
    number = stock.number(other.service)
    assert do(client, case, "number", number=number.pk, decision="release").status_code == 404
    assert do(client, case, "end", row=10**9, mode="term", note="x").status_code == 404


def test_items_and_numbers_are_decided_in_place(world, case, browser):
    line, number = make.submitted(world).lines.get(), stock.number(world.service)
    accepted(world, case)
    client = browser(world.finance)
    fields = {"line": line.pk, "decision": "costed", "cost": "12.50", "note": "Done half"}
    assert do(client, case, "item", **fields).status_code == 302
    assert do(browser(world.signatory), case, "number", number=number.pk, decision="port_out")
    assert str(CaseLine.objects.get().cost) == "12.5000"
    assert CaseNumber.objects.get().decision == "port_out"
    text = client.get(f"/cancellations/{case.public_id}/").content.decode()
    assert "Stop and charge what was done" in text
    assert "Take it to another operator" in text


def test_ends_are_chosen_previewed_confirmed_and_accepted(world, case, browser, colleague):
    client, second = browser(world.finance), browser(colleague)
    row = case.agreements.get()
    page = f"/cancellations/{case.public_id}/ends/"
    text = client.get(page).content.decode()
    assert "End of term: 31 December 2027" in text
    assert 'aria-disabled="true"' in text
    fields = {"row": row.pk, "mode": "fixed", "note": "Agreed by phone"}
    assert do(client, case, "end", **fields).status_code == 422
    assert do(client, case, "end", **fields, last_on="2026-04-30").url == page
    row.refresh_from_db()
    assert row.ends_on == date(2026, 5, 1)
    do(client, case, "end", row=row.pk, mode="immediate", note="Fraud")
    assert 'data-testid="confirm' not in client.get(page).content.decode()
    assert 'data-testid="confirm' in second.get(page).content.decode()
    assert do(client, case, "confirm", row=row.pk).status_code == 403
    assert do(second, case, "confirm", row=row.pk).status_code == 302
    assert do(client, case, "accept").url == page
    case.refresh_from_db()
    assert case.status == "accepted"
    assert do(client, case, "accept").status_code == 409


def test_only_finance_and_the_auditor_read_the_plan(world, case, browser):
    page = f"/cancellations/{case.public_id}/ends/"
    for person in (world.manager, world.signatory):
        assert browser(person).get(page).status_code == 403
    assert do(browser(world.signatory), case, "accept").status_code == 403


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_no_agreement_ends_out_of_reach(world, case, browser, day):
    row = case.agreements.get()
    fields = {"row": row.pk, "mode": "fixed", "last_on": day, "note": "They asked."}
    answer = do(browser(world.finance), case, "end", **fields)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "31 December 2099" in text
    assert f'value="{day}"' in text
    row.refresh_from_db()
    assert row.ends_on is None


def test_who_chooses_no_end_is_told_to_choose_one(world, case, browser):
    row = case.agreements.get()
    answer = do(browser(world.finance), case, "end", row=row.pk, note="They asked.")
    assert answer.status_code == 422
    assert "Choose one." in answer.content.decode()
