"""Taking a notice back, until it is executed (rule 58): nothing stays but the history."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.standing import Standing
from finance import notices
from finance.letters import withdraw_letters
from finance.operations.common import asked, locked_open
from finance.operations.stopping import follow_decisions
from macd import policy
from macd.refusals import NotPermitted
from services.cancellation import advance_case, record_case_event
from services.models import CancellationCase, CaseStatus, CaseStep


@transaction.atomic
def withdraw_notice(
    *, case: CancellationCase, person: Person, by: Standing, at: datetime, note: str = ""
) -> None:
    """Withdraw the notice, as who may give one, or as finance with who asked and why.

    Agreements that have not ended go on as if no notice had been given, and so do the items that
    finance had stopped; letters say that they were withdrawn. Raises NotPermitted, Unsound,
    or Stale once the case is closed.
    """
    own = policy.may_give_notice(by, case.customer_id)
    if not own and not policy.is_finance(by):
        raise NotPermitted(_("A signatory, a company administrator or finance withdraws it."))
    words = note.strip()
    if not own:
        words = asked(note, "note", _("Say who asked for it, and how."))
    now = locked_open(case)
    advance_case(case=now, to=CaseStatus.WITHDRAWN, by=person, at=at)
    follow_decisions(now, at=at)
    record_case_event(case=now, step=CaseStep.WITHDRAW, at=at, by=person, note=words)
    withdraw_letters(case=now, at=at)
    notices.owe_withdrawn(case=now, at=at)
