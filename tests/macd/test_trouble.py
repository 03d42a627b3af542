"""Trouble outside: one mail is refused, one template is broken; others go on, it can be seen, and
nothing is sent twice for it. A silent webhook: tests/outbox/test_webhooks.py. A database that is
away: bench/database_gone.py, tried in tests/bench/test_campaigns.py."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.roles import CustomerRole, StaffRole
from macd.vocabulary import Step
from outbox.delivering import Outcome, deliver_next
from outbox.models import Message, State
from tests.accounts import make as people
from tests.macd import make
from tests.mailserver import mail_server

pytestmark = pytest.mark.usefixtures("system")


def deliver_all(*, hours: int = 0) -> list[Outcome]:
    """Deliver what is due so much later."""
    at = timezone.now() + timedelta(hours=hours)
    outcomes = []
    while (outcome := deliver_next(clock=lambda: at, channels=["mail"])) is not None:
        outcomes.append(outcome)
    return outcomes


def deliver_until_given_up() -> None:
    """Let the eight tries pass."""
    for hours in range(0, 20, 2):
        deliver_all(hours=hours)


def operator_reads() -> str:
    """What the operator's page says needs attention."""
    client = Client()
    client.force_login(people.staff(StaffRole.ADMINISTRATOR, is_staff=True))
    return client.get("/manage/messages/").content.decode()


def offered() -> tuple[make.World, Any]:
    """A document whose approval is told to the requester and two signatories."""
    world = make.world()
    people.membership(CustomerRole.SIGNATORY, customer=world.customer)
    document = make.approved(world)
    approved = document.events.filter(step=Step.APPROVE).latest("pk")
    others = Message.objects.exclude(payload__event=approved.pk)
    others.update(state=State.DROPPED, dropped_because="before")
    return world, document


def test_a_mail_server_that_refuses_one_recipient_holds_up_nobody_else(settings: Any) -> None:
    world, document = offered()
    owed = Message.objects.filter(channel="mail", state=State.PENDING).count()
    assert owed > 2
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.refuses.add(world.signatory.email)
        deliver_until_given_up()
        assert server.refused == 8
        assert sorted(server.arrived.values()) == [1] * (owed - 1)
        refused = Message.objects.get(state=State.ATTENTION)
        assert refused.recipient == world.signatory
        assert "550" in refused.last_error
        assert world.signatory.email not in refused.last_error
        assert document.number in operator_reads()


def test_a_broken_template_of_one_language_holds_up_no_other(settings: Any, tmp_path: Any) -> None:
    world, document = offered()
    world.signatory.language = "fr"
    world.signatory.save()
    folder = tmp_path / "emails" / Step.APPROVE
    folder.mkdir(parents=True)
    broken = '{% if reader.language == "fr" %}{% include "no-such-template" %}{% endif %}Ready'
    (folder / "subject.txt").write_text(broken)
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    owed = Message.objects.filter(channel="mail", state=State.PENDING).count()
    deliver_until_given_up()
    assert len(mail.outbox) == owed - 1
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == owed - 1
    broken_one = Message.objects.get(state=State.ATTENTION)
    assert broken_one.recipient == world.signatory
    assert "no-such-template" in broken_one.last_error
    assert document.number in operator_reads()
