"""What becomes of each service of an office that moves, on its page."""

import json

from macd import operations, queries
from macd.vocabulary import Kind, SectionName
from tests.macd import make
from tests.macd.views.pages import page_of
from tests.services import make as stock


def at(document, rest):
    return f"{document.get_absolute_url()}{rest}"


def opened(world, kind, **facts):
    return make.draft(world, kind, **facts)


def test_decisions_of_a_move_are_made_once(world, browser):
    periods = [world.period(), world.period(world.other)]
    document = opened(world, Kind.MOVE, to_office=world.elsewhere, periods=periods)
    client = browser(world.requester)
    page = page_of(client.get(at(document, "fill/services/")))
    name = f"decision.{world.service.service_id}"
    assert page.fields[name] == "move"
    sent = page.fields | {name: "keep"}
    assert client.post(at(document, "decide/"), sent).status_code == 302
    lines = document.lines.filter(service=world.service)
    assert [line.action for line in lines] == ["no_change"]
    refused = client.post(at(document, "decide/"), {name: "burn it"})
    assert refused.status_code == 422
    assert document.lines.filter(service=world.service).count() == 1


def test_a_service_is_replaced_only_where_something_else_of_its_family_is_sold(world, browser):
    alone = stock.installed(
        world.customer, office=world.office, offering_version=stock.version(family="vpn")
    )
    periods = [world.period(), world.period(alone)]
    document = opened(world, Kind.MOVE, to_office=world.elsewhere, periods=periods)
    answer = browser(world.requester).get(at(document, "fill/services/"))
    assert "€ 50.00 a month" in page_of(answer).text.replace("\u00a0", " ")
    asked = answer.content.decode().split("<fieldset")[1:]
    offered = {each.split('name="decision.')[1].split('"')[0]: each for each in asked}
    assert 'value="replace"' in offered[world.service.service_id]
    assert 'value="replace"' not in offered[alone.service_id]


def test_once_it_is_sent_staff_suggest_and_the_customer_decides(world, browser):
    document = make.in_review(world, make.move(world))
    name = f"decision.{world.service.service_id}"
    manager, requester = browser(world.manager), browser(world.requester)
    assert "decide" in page_of(manager.get(at(document, ""))).hooks
    page = page_of(manager.get(at(document, "fill/services/")))
    assert "becomes a suggestion" in page.text
    assert "split-move" not in page.hooks
    assert manager.post(at(document, "decide/"), page.fields | {name: "stop"}).status_code == 302
    page = page_of(requester.get(at(document, "")))
    assert "accept-suggestion" in page.hooks
    assert world.service.service_id in page.text
    page = page_of(requester.get(at(document, "fill/services/")))
    assert page.fields[name] == "move"
    assert requester.post(at(document, "decide/"), page.fields | {name: "keep"}).status_code == 302
    lines = queries.whole(document.pk).lines.filter(service=world.service)
    assert [line.action for line in lines] == ["no_change"]


def test_only_what_was_asked_for_is_decided_again(world, browser):
    document = make.in_review(world, make.move(world))
    document = make.step(
        world, document, "return", world.manager, note="When?", sections=[SectionName.PLANNING]
    )
    client = browser(world.requester)
    assert "decide" not in page_of(client.get(at(document, ""))).hooks
    assert client.get(at(document, "fill/services/")).status_code == 302
    name = f"decision.{world.service.service_id}"
    assert client.post(at(document, "decide/"), {name: "keep"}).status_code == 403


def test_two_decide_otherwise_and_the_later_chooses(world, browser):
    document = make.move(world)
    client = browser(world.requester)
    name = f"decision.{world.service.service_id}"
    page = page_of(client.get(at(document, "fill/services/")))
    operations.decide_service(
        document=document,
        service_id=world.service.pk,
        decision="stop",
        by=world.by(world.requester),
        at=make.AT,
    )
    crossed = client.post(at(document, "decide/"), page.fields | {name: "keep"})
    assert crossed.status_code == 409
    shown = page_of(crossed)
    assert json.loads(shown.fields["seen"])[name] == "stop"
    assert client.post(at(document, "decide/"), shown.fields | {name: "keep"}).status_code == 302
    assert [line.action for line in document.lines.filter(service=world.service)] == ["no_change"]


def test_an_amendment_asks_about_its_own_services_only(world, browser):
    document = make.started(world, make.move(world))
    amendment = make.amend(world, document, 1)
    client = browser(world.requester)
    page = page_of(client.get(at(amendment, "fill/services/")))
    mine, other = (f"decision.{one.service_id}" for one in (world.service, world.other))
    assert {name for name in page.fields if name.startswith("decision.")} == {mine}
    refused = client.post(at(amendment, "decide/"), page.fields | {other: "stop"})
    assert refused.status_code == 422
    assert client.post(at(amendment, "decide/"), page.fields | {mine: "stop"}).status_code == 302
    assert [line.action for line in amendment.lines.filter(service=world.service)] == ["delete"]
