"""The forms with which a visit is planned and another day is promised."""

from datetime import timedelta

from macd.models import Appointment
from tests.macd import make
from tests.macd.views.pages import page_of, send


def test_operations_plan_a_visit_with_what_is_known_filled_in(world, browser):
    document = make.started(world, make.change(world))
    client = browser(world.operations)
    url = f"/documents/{document.number}/visits/new/?line=1"
    page = page_of(client.get(url))
    assert page.fields["purpose"] == "install"
    assert page.fields["office"] == str(world.office.pk)
    assert page.fields["day"] == document.committed_on.isoformat()
    answer = send(client, url, day="2026-03-04", half="morning", technicians=[world.operations.pk])
    visit = Appointment.objects.get()
    assert answer.url == visit.get_absolute_url()
    assert (visit.office, visit.day.isoformat()) == (world.office, "2026-03-04")
    assert visit.technicians.get().technician == world.operations


def test_a_promised_day_that_is_over_is_not_filled_in(world, browser):
    document = make.started(world, make.change(world))
    document.lines.update(committed_on=make.TODAY - timedelta(days=1))
    url = f"/documents/{document.number}/visits/new/?line=1"
    assert page_of(browser(world.operations).get(url)).fields["day"] == ""


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(world, browser):
    document = make.started(world, make.change(world))
    client = browser(world.operations)
    url = f"/documents/{document.number}/visits/new/"
    answer = send(client, url, day="2026-03-07", half="morning", note="Ring twice.")
    assert answer.status_code == 422
    page = page_of(answer)
    assert "7 March 2026 is no working day." in page.text
    assert page.fields["note"] == "Ring twice."
    assert not Appointment.objects.exists()
    for junk in ("\x00", "9" * 30, "x"):
        for name in ("day", "half", "office", "purpose", "technicians", "team", "line"):
            assert send(client, url, **{name: junk}).status_code == 422


def test_sending_twice_plans_one_visit(world, browser):
    document = make.started(world, make.change(world))
    client = browser(world.operations)
    url = f"/documents/{document.number}/visits/new/?line=1"
    fields = {**page_of(client.get(url)).fields, "day": "2026-03-04", "half": "morning"}
    first, second = client.post(url, fields), client.post(url, fields)
    assert first.url == second.url
    assert Appointment.objects.count() == 1


def test_a_survey_is_asked_for_by_the_account_manager(world, browser):
    document = make.submitted(world)
    client = browser(world.manager)
    page = page_of(client.get(document.get_absolute_url()))
    assert "plan-a-visit" in page.hooks
    url = f"/documents/{document.number}/visits/new/"
    answer = send(client, url, day="2026-03-04", half="morning")
    assert answer.status_code == 302
    assert Appointment.objects.get().purpose == "survey"
    assert browser(world.operations).get(document.get_absolute_url()).status_code == 200


def test_who_may_not_plan_is_refused(world, browser):
    document = make.started(world, make.change(world))
    url = f"/documents/{document.number}/visits/new/"
    for person in (world.requester, world.finance, world.manager):
        assert browser(person).get(url).status_code == 403
    assert browser(make.world().requester).get(url).status_code == 404


def test_another_day_is_promised_with_a_reason(world, browser):
    document = make.started(world, make.change(world))
    client = browser(world.operations)
    url = f"/documents/{document.number}/lines/1/promise/"
    assert client.get(url).status_code == 200
    assert send(client, url, day="2026-05-20", reason="").status_code == 422
    assert send(client, url, day="2026-03-01", reason="Late.").status_code == 422
    answer = send(client, url, day="2026-05-20", reason="The router is late.")
    assert answer.url == f"{document.get_absolute_url()}#line-1"
    page = page_of(browser(world.requester).get(document.get_absolute_url()))
    assert "The router is late." in page.text
    assert client.get(f"/documents/{document.number}/lines/9/promise/").status_code == 404
    assert browser(world.requester).get(url).status_code == 403


def test_no_day_out_of_reach_is_promised(world, browser):
    document = make.started(world, make.change(world))
    url = f"/documents/{document.number}/lines/1/promise/"
    answer = send(browser(world.operations), url, day="9999-12-31", reason="Later.")
    assert answer.status_code == 422
    page = page_of(answer)
    assert "31 December 2099" in page.text
    assert (page.fields["day"], page.fields["reason"]) == ("9999-12-31", "Later.")
