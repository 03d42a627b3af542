"""Finance's desk on the page."""

from finance import desk, operations
from services.models import CancellationCase, EndMode
from tests.finance.conftest import as_
from tests.macd import make


def test_queues_filters_and_the_sum_stand_on_the_page(world, case, browser):
    text = browser(world.finance).get("/cancellations/").content.decode()
    for words in ("To decide", "any last day", "all account managers", "1 in all", "€\u00a0100.00"):
        assert words in text, words
    assert 'data-testid="record-notice"' in text
    nothing = browser(world.finance).get("/cancellations/", {"q": "nobody"}).content.decode()
    assert "Nothing found" in nothing


def test_a_passed_day_says_so(world, case, browser):
    CancellationCase.objects.filter(pk=case.pk).update(act_on="2026-03-01")
    assert "passed" in browser(world.finance).get("/cancellations/").content.decode()


def test_the_customer_has_a_list_without_the_desk(world, case, browser):
    text = browser(world.signatory).get("/cancellations/").content.decode()
    assert world.customer.legal_name in text
    for hook in ("record-notice", "search"):
        assert f'data-testid="{hook}"' not in text


def test_pages_follow_and_cost_the_same(
    world, case, browser, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(desk, "PAGE", 1)
    for _time in range(2):
        other = make.world()
        CancellationCase.objects.create(
            customer=other.customer,
            opened_by=other.signatory,
            received_at=make.AT,
            channel="page",
            act_on="2026-06-01",
        )
    client = browser(world.finance)
    client.get("/cancellations/")
    seen, url = 0, "/cancellations/"
    while url:
        with django_assert_num_queries(14):
            answer = client.get(url)
        seen += len(answer.context["rows"])
        older = answer.context["older_url"]
        url = f"/cancellations/{older}" if older else ""
    assert seen == 3


def test_a_case_says_that_it_waits_for_a_second_person(world, case, browser):
    agreement = case.agreements.first()
    agreement.end_mode, agreement.ends_on = EndMode.IMMEDIATE, None
    agreement.save(update_fields=["end_mode", "ends_on"])
    text = browser(world.finance).get("/cancellations/").content.decode()
    assert "waits for a second person" in text


def test_closed_cases_are_not_called_urgent(world, case, browser):
    operations.withdraw_notice(case=case, **as_(world, world.signatory))
    text = browser(world.finance).get("/cancellations/?queue=closed").content.decode()
    assert world.customer.legal_name in text
    assert "Closed cases" in text
    assert "first to act on" not in text
    assert "not known yet" not in text
