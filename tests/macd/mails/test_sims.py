"""The mail that a SIM was sent: to who ordered it, in their language, as they chose."""

from datetime import timedelta

import pytest

from accounts.choices import set_choices
from accounts.models import How
from accounts.roles import CustomerRole
from accounts.standing import standing_of
from macd.operations import send_sim
from macd.tasks import deliver_sim_mail
from outbox.claiming import claim_next
from outbox.models import Message
from tests.accounts import make as people
from tests.macd import make
from tests.services.selfservice.world import CODE, iccid, ordered, world

pytestmark = pytest.mark.usefixtures("system")


def company(**fields):
    """A company whose SIMs a person manages."""
    here = world()
    membership = people.membership(
        CustomerRole.FLEET_ADMINISTRATOR, customer=here.customer, person=people.person(**fields)
    )
    here.person = membership.person
    return here


def sent(here, *, esim=False):
    sim = ordered(here, esim=esim)
    operations = standing_of(people.staff("operations"), on=make.TODAY)
    code = CODE if esim else ""
    return send_sim(sim=sim, iccid=iccid(), by=operations, at=make.AT, activation_code=code)


def owed():
    return list(Message.objects.filter(channel="sim_mail").order_by("pk"))


def test_rule_62_who_ordered_a_card_hears_in_their_language_that_it_was_sent(mailoutbox):
    """The card that Ann shall have is sent to the office: who ordered it reads so in German."""
    here = company(language="de")
    sim = sent(here)
    (message,) = owed()
    assert message.recipient == here.person
    deliver_sim_mail(message)
    (mail,) = mailoutbox
    assert mail.to == [here.person.email]
    assert mail.subject == "Die SIM-Karte von Ann ist unterwegs"
    assert sim.iccid in mail.body
    assert "Korenmarkt 1, 9000 Gent" in mail.body
    assert f"/services/sims/{sim.public_id}/" in mail.body or str(sim.public_id) in mail.body
    assert "List-Unsubscribe" in mail.extra_headers


def test_of_an_esim_it_says_that_the_code_is_ready(mailoutbox):
    sent(company(), esim=True)
    deliver_sim_mail(*owed())
    (mail,) = mailoutbox
    assert mail.subject == "The eSIM of Ann is ready"
    assert CODE not in mail.body


def test_who_chose_no_mail_gets_none(mailoutbox):
    here = company()
    set_choices(here.person, {"sim_sent": How.OFF})
    sent(here)
    deliver_sim_mail(*owed())
    assert not mailoutbox
    assert len(owed()) == 1


def test_who_wants_a_summary_gets_it_at_that_hour(mailoutbox):
    here = company()
    set_choices(here.person, {"sim_sent": How.DAILY})
    sent(here)
    first = owed()[0]
    for _time in range(2):
        deliver_sim_mail(first)
    assert not mailoutbox
    _first, later = owed()
    assert later.next_attempt_at > later.created_at
    Message.objects.exclude(pk=later.pk).delete()
    before = later.next_attempt_at - timedelta(minutes=1)
    assert claim_next(at=before, channels=["sim_mail"]) is None
    deliver_sim_mail(claim_next(at=later.next_attempt_at, channels=["sim_mail"]))
    assert len(mailoutbox) == 1


def test_who_no_longer_manages_the_sims_hears_nothing(mailoutbox):
    here = company()
    sent(here)
    here.person.memberships.update(revoked_at=make.AT - timedelta(days=1))
    deliver_sim_mail(*owed())
    assert not mailoutbox
