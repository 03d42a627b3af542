"""Sending a SIM that was ordered: who ordered it hears of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy
from macd.notices import owe_sim_word
from macd.refusals import NotPermitted
from services.models import Sim
from services.selfservice import ship_sim


@transaction.atomic
def send_sim(*, sim: Sim, iccid: str, by: Standing, at: datetime, activation_code: str = "") -> Sim:
    """Say that a card is on its way or a profile is ready, and owe its orderer a mail (rule 62).

    Raises NotPermitted for who is not of operations, and SelfServiceRefused.
    """
    if not policy.is_operations(by):
        raise NotPermitted(_("You cannot do this."))
    sent = ship_sim(sim=sim, iccid=iccid, activation_code=activation_code, at=at)
    owe_sim_word(sim=sent, at=at)
    return sent
