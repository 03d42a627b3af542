"""A substitute hears that signing passes to them, and that it no longer does."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from accounts.choices import record_bounce
from accounts.roles import CustomerRole
from accounts.substitute_mail import deliver
from accounts.substitutes import end_substitute, name_substitute
from outbox.delivering import Undeliverable
from outbox.models import Message
from tests.accounts import make

pytestmark = pytest.mark.usefixtures("system")
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def named():
    """A signatory names a colleague who reads Dutch for a week."""
    signatory = make.membership(CustomerRole.SIGNATORY, person=make.person(name="Ana <b> Maes"))
    other = make.membership(
        CustomerRole.VIEWER, customer=signatory.customer, person=make.person(language="nl")
    )
    return name_substitute(
        membership=signatory,
        substitute_id=other.pk,
        first=date(2026, 3, 5),
        last=date(2026, 3, 12),
        at=AT,
    )


def owed() -> list[Message]:
    return list(Message.objects.filter(channel="substitute_mail").order_by("pk"))


def test_who_is_named_is_told_the_days_and_where_to_sign(named, settings):
    [message] = owed()
    assert message.recipient_id == named.substitute.person_id
    deliver(message)
    [sent] = mail.outbox
    assert sent.to == [named.substitute.person.email]
    assert "Ana <b> Maes" in sent.subject
    html = sent.alternatives[0][0]
    for text in (sent.body, html):
        assert "5 maart 2026" in text
        assert "12 maart 2026" in text
        assert f"{settings.PUBLIC_URL}/signing/" in text
    assert named.membership.customer.legal_name in sent.body
    assert "Ana <b> Maes" not in html


def test_the_end_is_told_once(named):
    end_substitute(substitute=named, at=AT)
    end_substitute(substitute=named, at=AT)
    _, ended = owed()
    deliver(ended)
    [sent] = mail.outbox
    assert "/signing/" not in sent.body
    assert "Ana <b> Maes" in sent.body


def test_nobody_who_may_not_sign_in_gets_one(named):
    person = named.substitute.person
    person.is_active = False
    person.save()
    deliver(owed()[0])
    assert mail.outbox == []


def test_the_queue_holds_ids_alone(named):
    [message] = owed()
    assert message.payload == {"what": "named", "substitute": named.pk}


def test_to_an_address_from_which_mails_come_back_none_goes(named):
    person = named.substitute.person
    record_bounce(address=person.email, reason="5.1.1", at=AT)
    with pytest.raises(Undeliverable):
        deliver(owed()[0])
    assert mail.outbox == []
