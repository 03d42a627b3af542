"""What the operations of a case share: the case as it is now, locked, and who may act in it."""

from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy
from macd.kinds import Problem
from macd.refusals import NotPermitted, Stale, Unsound
from services.models import CancellationCase
from services.models.cancellation import OPEN


def locked_open(case: CancellationCase) -> CancellationCase:
    """The case as it is now, locked until the transaction ends. Raises Stale once it is closed."""
    now = (
        CancellationCase.objects.select_for_update(no_key=True, of=("self",))
        .select_related("customer")
        .get(pk=case.pk)
    )
    if now.status not in OPEN:
        raise Stale(
            _("This is no longer possible: the case is now “%(status)s”.")
            % {"status": now.get_status_display()}
        )
    return now


def finance_only(by: Standing) -> None:
    """Raise NotPermitted for who is not of finance (rule 58)."""
    if not policy.is_finance(by):
        raise NotPermitted(_("Only finance decides this."))


def asked(value: str, path: str, message: str) -> str:
    """The words that are needed. Raises Unsound naming the field where they miss."""
    words = value.strip()
    if not words:
        raise Unsound(message, problems=[Problem(path, message)])
    return words
