"""Rented devices: which go back, where it stands, until when, and what is back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from macd import operations, queries
from macd.content import content_of
from macd.mails import mail_about
from macd.models import HardwareReturn, Line
from macd.printing.parts import offices
from macd.refusals import NotPermitted, Stale, Unsound
from macd.vocabulary import Reminder
from macd.wording import rows_of
from services.models import DevicePlan
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")
DEVICE = [stock.characteristic("model"), stock.characteristic("serial", material=False)]


def _router(world, *, serial="AR11-1", quantity=1, **facts):
    version = stock.version(
        family="hardware",
        names=stock.names("Rented router"),
        characteristics=DEVICE,
        maximum_quantity=9,
    )
    return stock.installed(
        world.customer,
        office=world.office,
        offering_version=version,
        agreement=world.agreement,
        configuration={"model": "AR-1100", "serial": serial},
        quantity=quantity,
        **facts,
    )


def _stopped(world, service):
    document = make.started(world, make.delete(world, service))
    day = document.lines.get().committed_on
    at = make.AT + (day - make.TODAY)
    return make.line_step(world, document, 1, "deliver", world.operations, at=at), day, at


def test_rule_53_rented_hardware_is_listed_with_its_serial():
    """A rented router that stops stands in the difference, in the content and on paper."""
    world = make.world()
    document = make.delete(world, _router(world))
    [line] = queries.whole(document.pk).lines.all()
    assert line.returns == [{"name": "Rented router AR-1100", "serial": "AR11-1"}]
    told = {row.label: row.after for row in rows_of(line)}
    assert told["To send back"] == "Rented router AR-1100, serial number AR11-1"
    sent = queries.whole(make.step(world, document, "submit", world.requester).pk)
    content = content_of(sent)
    assert content["lines"][0]["returns"] == line.returns
    [part] = offices(sent, content)
    assert "go back to" in part["lines"][0]["note"]


def test_rule_53_what_was_delivered_with_a_service_goes_back_too():
    """The serial numbers that were recorded at the delivery of an access are listed."""
    world = make.world()
    Line.objects.filter(document=make.change(world)).update(
        serials=["RT-77"], new_service_id=world.service.service_id
    )
    [line] = make.delete(world).lines.all()
    assert [device["serial"] for device in line.returns] == ["RT-77"]


def test_rule_53_what_is_bought_or_moves_stays():
    """A device in instalments is the customer's; a router that moves along is still needed."""
    world = make.world()
    bought = _router(world)
    DevicePlan.objects.create(
        customer=world.customer,
        service=bought,
        name="Router",
        starts_on=date(2025, 1, 1),
        months=24,
        instalment=10,
    )
    assert make.delete(world, bought).lines.get().returns == []
    moving = _router(world)
    document = make.move(world, periods=[world.period(moving)])
    assert all(line.returns == [] for line in document.lines.all())
    document = operations.decide_service(
        document=document,
        service_id=moving.pk,
        decision="stop",
        by=world.by(world.requester),
        at=make.AT,
    )
    assert [len(line.returns) for line in document.lines.all()] == [1]


def test_rule_53_from_the_stop_on_it_is_owed_until_a_day_and_received():
    """Two switches, stopped on their day: back within fourteen days; operations receives them."""
    world = make.world()
    document, day, at = _stopped(world, _router(world, quantity=2))
    device = HardwareReturn.objects.get()
    assert device.name == "2 × Rented router AR-1100"
    assert device.due_on == day + timedelta(days=13)
    facts = {"document": document, "device_id": device.pk, "at": at}
    with pytest.raises(NotPermitted):
        operations.receive_device(on=day, by=world.by(world.requester), **facts)
    tomorrow = day + timedelta(days=1)
    with pytest.raises(Unsound):
        operations.receive_device(on=tomorrow, by=world.by(world.operations), **facts)
    operations.receive_device(on=day, by=world.by(world.operations), **facts)
    device.refresh_from_db()
    assert (device.received_on, device.received_by) == (day, world.operations)
    assert document.events.filter(step="device_back", note__contains="AR11-1").exists()
    with pytest.raises(Stale):
        operations.receive_device(on=day, by=world.by(world.operations), **facts)


def test_rule_53_the_database_asks_who_received_it():
    """A device that is back says since when, and who took it."""
    world = make.world()
    _stopped(world, _router(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        HardwareReturn.objects.update(received_on=make.TODAY)
    line = Line.objects.get(document__kind="delete")
    with pytest.raises(IntegrityError), transaction.atomic():
        HardwareReturn.objects.create(
            customer=world.customer, line=line, position=1, name="x", due_on=make.TODAY
        )


def test_rule_53_what_is_not_back_is_reminded_of_before_and_after_its_day():
    """Three days before, the requester; the day after, account manager and operations too; once."""
    world = make.world()
    document, _day, _at = _stopped(world, _router(world, quantity=2))
    device = HardwareReturn.objects.get()
    due = datetime.combine(device.due_on, datetime.min.time(), UTC) + timedelta(hours=9)
    for days in (-4, -3, -3, -1, 0, 1, 1, 2, 400):
        operations.remind(at=due + timedelta(days=days))
    soon = document.events.get(step=Reminder.DEVICE)
    late = document.events.get(step=Reminder.DEVICE_LATE)
    assert (soon.at - due, late.at - due) == (timedelta(days=-3), timedelta(days=1))
    assert late.facts["devices"] == [{"name": device.name, "serial": device.serial}]

    def told(event):
        return {
            m.recipient_id
            for m in make.messages(document, "mail")
            if m.payload == {"event": event.pk}
        }

    assert told(soon) == {world.requester.pk}
    assert told(late) == {world.requester.pk, world.manager.pk, world.operations.pk}
    mail = mail_about(late, to=world.requester)
    assert "AR11-1" in mail.text
    assert settings.PROVIDER_RETURN_ADDRESS in mail.text
    inside = mail_about(late, to=world.operations)
    assert "AR11-1" in inside.text
    assert f"{world.customer.legal_name} is reminded as well" in inside.text
    assert settings.PROVIDER_RETURN_ADDRESS not in inside.text


def test_rule_53_what_is_back_is_not_reminded_of():
    """One of two devices is back before its day: only the other one is asked for."""
    world = make.world()
    document, day, at = _stopped(world, _router(world))
    device = HardwareReturn.objects.get()
    HardwareReturn.objects.create(
        customer=world.customer, line=device.line, position=2, name="Router", due_on=device.due_on
    )
    facts = {"document": document, "on": day, "by": world.by(world.operations), "at": at}
    operations.receive_device(device_id=device.pk, **facts)
    late = at + (device.due_on - day) + timedelta(days=1)
    operations.remind(at=late)
    told = document.events.get(step=Reminder.DEVICE_LATE)
    assert [each["name"] for each in told.facts["devices"]] == ["Router"]


def test_operations_finds_what_is_still_out():
    world = make.world()
    document, day, at = _stopped(world, _router(world))
    standing = world.by(world.operations)

    def found(queue, on):
        return list(queries.devices_out(standing, queue=queue, on=on))

    device = HardwareReturn.objects.get()
    assert found("out", day) == [device]
    assert found("late", device.due_on) == []
    assert found("late", device.due_on + timedelta(days=1)) == [device]
    operations.receive_device(document=document, device_id=device.pk, on=day, by=standing, at=at)
    assert (found("out", day), found("back", day)) == ([], [device])
