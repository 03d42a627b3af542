"""Giving notice: on the page, or recorded from a mail or letter."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from accounts.models import Customer, Person
from accounts.standing import Standing
from finance import notices
from finance.operations.common import asked, finance_only
from macd import policy
from macd.kinds import Problem
from macd.refusals import NotPermitted, StepDenied, Unsound
from services.cancellation import AlreadyLeaving, CancellationCase, open_case
from services.models.cancellation import Channel


@transaction.atomic
def give_notice(
    *,
    customer: Customer,
    person: Person,
    by: Standing,
    at: datetime,
    sure: bool,
    reason: str = "",
) -> CancellationCase:
    """Give notice of leaving completely; receipt is stamped now (rule 56).

    ``sure`` is the giver's word that they mean it. Account manager, finance and the giver are
    told. Raises NotPermitted, Unsound, or StepDenied while a case is open.
    """
    if not policy.may_give_notice(by, customer.pk):
        raise NotPermitted(_("A signatory or a company administrator gives notice."))
    if not sure:
        message = _("Confirm that you give notice.")
        raise Unsound(message, problems=[Problem("sure", message)])
    case = _opened(customer, person, at, channel=Channel.PAGE, reason=reason)
    notices.owe_notice(case=case, at=at)
    return case


@transaction.atomic
def record_notice(
    *,
    customer: Customer,
    person: Person,
    by: Standing,
    at: datetime,
    channel: str,
    received_at: datetime,
    given_by: str,
    reason: str = "",
    scan_id: int | None = None,
) -> CancellationCase:
    """Record a notice that came by mail or letter (rule 56); its receipt counts, not today.

    Finance and account manager are told. Raises NotPermitted for who is not of finance, Unsound
    for a receipt in the future or without a name, StepDenied while a case is open.
    """
    finance_only(by)
    if channel not in (Channel.MAIL, Channel.LETTER):
        message = _("Choose how the notice came in.")
        raise Unsound(message, problems=[Problem("channel", message)])
    if received_at > at:
        message = _("The receipt cannot lie in the future.")
        raise Unsound(message, problems=[Problem("received_on", message)])
    name = asked(given_by, "given_by", _("Say who gave notice."))
    case = _opened(
        customer,
        person,
        at,
        channel=channel,
        reason=reason,
        received_at=received_at,
        given_by=name,
        scan_id=scan_id,
    )
    notices.owe_notice(case=case, at=at)
    return case


def _opened(customer: Customer, person: Person, at: datetime, **facts: object) -> CancellationCase:
    if customer.closed_on is not None:
        raise StepDenied(_("This company has left already."))
    try:
        return open_case(customer_id=customer.pk, by=person, at=at, **facts)  # type: ignore[arg-type]
    except AlreadyLeaving as already:
        raise StepDenied(
            _("Notice was given already, on %(day)s.")
            % {"day": date_format(day_of(already.case.received_at), "DATE_FORMAT")}
        ) from None
