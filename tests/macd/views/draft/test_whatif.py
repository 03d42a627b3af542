"""What a choice would mean: told at once, written nowhere, at a fixed cost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from macd import queries
from macd.firstmonth import FirstMonth
from macd.models import DocumentEvent, FieldChange
from macd.views.shown.meaning import note_of
from macd.vocabulary import Kind
from services.inventory import services_on
from tests.macd import make
from tests.macd.views.pages import page_of
from tests.services import make as stock


def ask(client, document, **values):
    return client.post(f"{document.get_absolute_url()}what-if/", values)


def written(document):
    """All that would tell that something was written."""
    now = queries.whole(document.pk)
    lines = [
        (ln.pk, ln.decision, ln.desired, ln.quantity, ln.number_actions) for ln in now.lines.all()
    ]
    return (
        now.revision,
        now.content_hash,
        lines,
        FieldChange.objects.count(),
        DocumentEvent.objects.count(),
    )


def moved(world, count=2):
    for _each in range(count - 2):
        stock.installed(
            world.customer, office=world.office, offering_version=world.plus,
            agreement=world.agreement,
        )  # fmt: skip
    periods = list(services_on(customer_id=world.customer.pk, on=make.TODAY, office=world.office))
    return make.move(world, periods=periods)


def test_what_ending_costs_is_told_where_something_ends(world, browser):
    """A smaller service ends nothing; only where finance has a say is that told."""
    ending = "What ending it costs"
    three = stock.installed(
        world.customer, office=world.office, offering_version=world.plus,
        agreement=world.agreement, quantity=3,
    )  # fmt: skip
    smaller = make.draft(world, Kind.CHANGE, periods=[world.period(three)])
    wanted = {"line.1.quantity": "2"}
    page = page_of(ask(browser(world.requester), smaller, **wanted))
    assert ending not in page.text
    assert "You can do this here" not in page.text
    type(world.agreement).objects.filter(pk=world.agreement.pk).update(recurring_minimum=1000)
    page = page_of(ask(browser(world.requester), smaller, **wanted))
    assert ending not in page.text
    assert "Finance looks at it with you" in page.text
    stop = make.draft(world, Kind.DELETE, periods=[world.period(world.other)])
    assert ending in page_of(ask(browser(world.requester), stop)).text


def test_another_offering_shows_its_price_and_keeps_nothing(world, browser):
    document = make.draft(world, Kind.CHANGE, periods=[world.period()])
    before = written(document)
    answer = ask(
        browser(world.requester), document, **{"line.1.offering": world.extra.offering.code}
    )
    page = page_of(answer)
    assert "90.00" in page.text
    assert "meaning" in page.ids
    assert "The end of your agreement stays as it is" in page.text
    assert written(document) == before


def test_a_stop_in_a_move_shows_what_becomes_of_its_numbers(world, browser):
    stock.number(world.service)
    document = moved(world)
    before = written(document)
    name = f"decision.{world.service.service_id}"
    text = page_of(ask(browser(world.requester), document, **{name: "stop"})).text
    assert "1 number is still to be decided about" in text
    assert written(document) == before


def test_urgency_shows_the_earlier_day_and_its_surcharge(world, browser):
    document = make.add(world)
    client = browser(world.requester)
    usual = page_of(ask(client, document, **{"request.urgent": ""})).text
    urgent = page_of(ask(client, document, **{"request.urgent": "on"})).text
    assert "1 April 2026" in usual
    assert "9 March 2026" in urgent
    assert "250.00" in urgent


@pytest.mark.parametrize("odd", ["", "\x00", "x" * 10_000, "replace:", "replace:no-such", "dance"])
def test_odd_choices_change_nothing(world, browser, odd):
    document = moved(world)
    before = written(document)
    values = {
        f"decision.{world.service.service_id}": odd,
        "line.1.quantity": odd,
        "request.requested_on": odd,
    }
    assert ask(browser(world.requester), document, **values).status_code == 200
    assert written(document) == before


def test_who_may_not_write_asks_nothing(world, browser):
    document = make.submitted(world)
    assert ask(browser(world.signatory), document).status_code in (403, 404)


def test_many_services_cost_no_more_queries(world, browser):
    told = []
    for count in (2, 30):
        document = moved(make.world() if told else world, count)
        client = browser(document.requester)
        services = [line.service.service_id for line in document.lines.all()]
        values = {f"decision.{each}": "keep" for each in services[: len(services) // 2]}
        ask(client, document, **values)
        with CaptureQueriesContext(connection) as captured:
            assert ask(client, document, **values).status_code == 200
        told.append(len(captured))
    assert told[0] == told[1], told


def test_the_check_shows_the_same_without_a_script(world, browser):
    document = moved(world)
    text = page_of(browser(world.requester).get(f"{document.get_absolute_url()}check/")).text
    assert "First day that can be met" in text
    assert Decimal(document.monthly_difference) == 0


def test_numbers_that_a_choice_gives_up_are_read_at_once(world, browser):
    """However many services with numbers are to stop, the panel costs the queries of one."""
    client, told = browser(world.requester), []
    for more in (1, 10):
        for _each in range(more):
            one = stock.installed(world.customer, office=world.office, agreement=world.agreement)
            stock.number(one)
        document = moved(world)
        services = [line.service.service_id for line in document.lines.all()]
        values = {f"decision.{each}": "stop" for each in services[1:]}
        ask(client, document, **values)
        with CaptureQueriesContext(connection) as captured:
            assert ask(client, document, **values).status_code == 200
        told.append(len(captured))
    assert told[0] == told[1], told


def test_one_day_is_told_as_one():
    day = make.TODAY
    words = "from %(first)s up to %(last)s"
    assert note_of(words, FirstMonth(day, day, Decimal(1))).startswith("on 2 March 2026;")
    later = FirstMonth(day, day.replace(day=9), Decimal(1))
    assert note_of(words, later) == "from 2 March up to 9 March 2026"


def test_what_changes_of_an_item_follows_what_is_chosen(world, browser):
    """Beside the editor stands the same difference as in the request, also before it is saved."""
    document = make.draft_change(world)
    client = browser(world.requester)
    editor = client.get(f"{document.get_absolute_url()}lines/1/").content.decode()
    assert f"{document.get_absolute_url()}what-if/?line=1" in editor
    assert 'id="line-difference"' in editor
    url = f"{document.get_absolute_url()}what-if/"
    answer = client.post(f"{url}?line=1", {"line.1.desired.speed": "200"}).content.decode()
    part = answer.split('id="line-difference" hx-swap-oob="true"')[1]
    assert "200\u00a0Mbps" in part
    for other in ("", "?line=7", "?line=x"):
        answer = client.post(url + other, {"line.1.desired.speed": "200"}).content.decode()
        assert "line-difference" not in answer
