"""What can be done in a case, and about a wish to be called: which button for whom, which form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.standing import Standing
from finance import forms, queries
from finance.models import CallBack, CaseLine
from finance.numbers import NumberChoice
from macd import policy
from macd.models import Line
from macd.templatetags.macd_page import errors_with_fields
from services.models import CancellationCase, CaseStatus
from services.models.cancellation import OPEN

MOST_CALLS = 20


@dataclass(frozen=True, slots=True)
class Refused:
    """What was sent and not done: by which action, about what, with which form."""

    action: str
    subject: str
    form: Any
    status: int

    @property
    def errors(self) -> list[dict[str, str]]:
        """Why, for the summary of the page, which has many forms and perhaps no more this one."""
        return list(errors_with_fields(self.form))


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: its words, its form, and for whom it is there now."""

    label: Any
    form: type[forms.ActionForm]
    there: Callable[[Standing, CancellationCase], bool]
    explanation: Any = ""
    tone: str = "secondary"


def _finance(standing: Standing, case: CancellationCase) -> bool:
    return policy.is_finance(standing) and case.status in OPEN


def _manager(standing: Standing, case: CancellationCase) -> bool:
    return policy.manages(standing, case.customer.account_manager_id)


ACTIONS: dict[str, Action] = {
    "answer": Action(
        _("Give back to finance"),
        forms.NoteForm,
        lambda who, case: _manager(who, case) and case.with_manager_since is not None,
        _("Say what the customer wants, and what you offered."),
    ),
    "hand-over": Action(
        _("Hand to the account manager"),
        forms.NoteForm,
        lambda who, case: _finance(who, case) and case.with_manager_since is None,
        _("They try to keep the customer. The days run on meanwhile."),
    ),
    "note": Action(
        _("Write an internal note"),
        forms.NoteForm,
        lambda who, case: policy.is_finance(who) or _manager(who, case),
        _("The customer never reads it."),
    ),
    "change": Action(
        _("Record a change by us"),
        forms.ChangeForm,
        _finance,
        _("A change of price or conditions may let the customer leave freely."),
    ),
    "allow": Action(
        _("Allow a request"),
        forms.ExceptionForm,
        lambda who, case: _finance(who, case) and case.status == CaseStatus.ACCEPTED,
        _("It may add, move or increase although the customer leaves."),
    ),
    "withdraw": Action(
        _("Withdraw the notice"),
        forms.OptionalReasonForm,
        lambda who, case: case.status in OPEN and policy.may_give_notice(who, case.customer_id),
        _("Everything that has not ended goes on as before."),
        "danger",
    ),
    "record-withdrawal": Action(
        _("Record a withdrawal"),
        forms.ReasonForm,
        lambda who, case: _finance(who, case) and not policy.may_give_notice(who, case.customer_id),
        _("Say who asked for it, and how."),
        "danger",
    ),
}


def actions_for(
    standing: Standing, case: CancellationCase, refused: Refused | None
) -> list[dict[str, Any]]:
    """The buttons of a case that a person has now, as components/step_button.html shows them."""
    return [
        button(case, name, action.label, action.form, refused, action=action)
        for name, action in ACTIONS.items()
        if action.there(standing, case)
    ]


def button(
    case: CancellationCase,
    name: str,
    label: Any,
    form: type[forms.ActionForm],
    refused: Refused | None,
    *,
    subject: str = "",
    initial: Mapping[str, Any] | None = None,
    action: Action | None = None,
) -> dict[str, Any]:
    """One button with its form; the form that was refused comes back as it was sent."""
    mine = refused is not None and (refused.action, refused.subject) == (name, subject)
    made = refused.form if refused is not None and mine else None
    return {
        "label": label,
        "url": reverse("cancellation_do", args=[case.public_id, name]),
        "testid": f"{name}-{subject}" if subject else name,
        "tone": action.tone if action else "secondary",
        "explanation": action.explanation if action else "",
        "form": made or form(name=f"{name}_{subject}", initial=dict(initial or {})),
        "open": mine,
    }


def item_action(
    case: CancellationCase, line: Line, decided: CaseLine | None, refused: Refused | None
) -> dict[str, Any]:
    """Deciding about an open item."""
    initial: dict[str, Any] = {"line": line.pk}
    if decided is not None:
        initial |= {"decision": decided.decision, "cost": decided.cost or None}
    return button(
        case, "item", _("Decide"), forms.ItemForm, refused, subject=str(line.pk), initial=initial
    )


def number_action(
    case: CancellationCase, choice: NumberChoice, refused: Refused | None
) -> dict[str, Any]:
    """Deciding about a number."""
    pk = choice.number.pk
    return button(
        case,
        "number",
        _("Decide"),
        forms.NumberForm,
        refused,
        subject=str(pk),
        initial={"number": pk, "decision": choice.decision or None},
    )


def calls_for(standing: Standing, refused: Refused | None) -> list[dict[str, Any]]:
    """Who waits for a call, with the button of who may say that it was made."""
    return [
        {"wish": wish, "action": _call(standing, wish, refused)}
        for wish in queries.call_backs_for(standing).filter(done_at=None)[:MOST_CALLS]
    ]


def _call(standing: Standing, wish: CallBack, refused: Refused | None) -> dict[str, Any] | None:
    if not policy.is_finance(standing) and not policy.manages(
        standing, wish.customer.account_manager_id
    ):
        return None
    subject = str(wish.public_id)
    mine = refused is not None and refused.subject == subject
    blank = forms.CalledForm(name=f"call_{wish.pk}", initial={"call": subject})
    return {
        "label": _("Tell of the call"),
        "url": reverse("call_back"),
        "testid": f"called-{wish.pk}",
        "explanation": _("The customer never reads it."),
        "form": refused.form if refused is not None and mine else blank,
        "open": mine,
    }
