"""What can be done to a SIM where it is: the words, the form and the operation of each step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from macd.forms.selfservice import (
    ActivateForm,
    BlockForm,
    CancelForm,
    CodeForm,
    EndForm,
    HelpForm,
    ReplaceForm,
    UnblockForm,
)
from services.models import SelfServiceAction, SelfServiceTask, Sim, SimStatus
from services.models.selfservice import OPEN_ACTIONS
from services.selfservice import (
    activate_sim,
    block_sim,
    cancel_order,
    end_sim,
    replace_sim,
    unblock_sim,
)

# What may be done with a SIM where it is, the most usual first.
STEPS: dict[str, tuple[str, ...]] = {
    SimStatus.ORDERED: ("cancel",),
    SimStatus.SHIPPED: ("activate", "block", "end"),
    SimStatus.ACTIVATING: ("block",),
    SimStatus.ACTIVE: ("block", "replace", "end"),
    SimStatus.BLOCKED: ("unblock", "replace", "end"),
    SimStatus.REPLACED: (),
    SimStatus.INACTIVE: (),
}
Act = Callable[[Sim, HelpForm, int, datetime], SelfServiceAction]


@dataclass(frozen=True)
class Way:
    """One thing that can be done to a SIM: words, form, what is said when done, what it calls."""

    label: Any
    lead: Any
    icon: str
    form: type[HelpForm]
    done: Any
    act: Act | None = None


WAYS: dict[str, Way] = {
    "activate": Way(
        gettext_lazy("Activate"),
        gettext_lazy("From then on the SIM works, and is billed."),
        "circle-check",
        ActivateForm,
        gettext_lazy("The SIM is being activated."),
        lambda sim, form, person, at: activate_sim(
            sim=sim, iccid=form.cleaned_data.get("iccid", ""), person_id=person, at=at
        ),
    ),
    "block": Way(
        gettext_lazy("Block"),
        gettext_lazy("At once: no calls, no data. The subscription goes on and is billed."),
        "lock",
        BlockForm,
        gettext_lazy("The SIM is blocked."),
        lambda sim, form, person, at: block_sim(
            sim=sim, reason=form.cleaned_data["reason"], person_id=person, at=at
        ),
    ),
    "unblock": Way(
        gettext_lazy("Unblock"),
        gettext_lazy("The SIM works again at once."),
        "rotate-ccw",
        UnblockForm,
        gettext_lazy("The SIM works again."),
        lambda sim, form, person, at: unblock_sim(sim=sim, person_id=person, at=at),
    ),
    "replace": Way(
        gettext_lazy("Replace"),
        gettext_lazy("Number and plan stay. The old SIM works until the new one is activated."),
        "refresh-cw",
        ReplaceForm,
        gettext_lazy("The replacement is ordered."),
        lambda sim, form, person, at: replace_sim(
            sim=sim,
            esim=form.cleaned_data["esim"],
            send_to=form.cleaned_data["send_to"],
            person_id=person,
            at=at,
        ),
    ),
    "end": Way(
        gettext_lazy("Stop using it"),
        gettext_lazy("The user stays in the list as no longer used; the subscription stops today."),
        "circle-stop",
        EndForm,
        gettext_lazy("The SIM is being stopped."),
        lambda sim, form, person, at: end_sim(sim=sim, person_id=person, at=at),
    ),
    "cancel": Way(
        gettext_lazy("Cancel the order"),
        gettext_lazy("No SIM is sent any more, and nothing is billed."),
        "circle-stop",
        CancelForm,
        gettext_lazy("The order is being cancelled."),
        lambda sim, form, person, at: cancel_order(sim=sim, person_id=person, at=at),
    ),
    "code": Way(
        gettext_lazy("Show the QR code"),
        gettext_lazy("It can be shown once only. Have the telephone at hand that will use it."),
        "qr-code",
        CodeForm,
        "",
    ),
}

# Beside which open actions a step is still taken, as the operations have it; others wait for none.
BESIDE: dict[str, set[str]] = {
    "replace": {SelfServiceTask.ORDER_SIM},
    "end": {SelfServiceTask.ORDER_SIM, SelfServiceTask.REPLACE_SIM},
    "cancel": {SelfServiceTask.ORDER_SIM, SelfServiceTask.REPLACE_SIM},
}


def steps_of(one: Sim, actions: Iterable[SelfServiceAction]) -> list[str]:
    """What may be done to a SIM now, given the actions on its service."""
    under_way = {action.task for action in actions if action.status in OPEN_ACTIONS}
    steps = [
        step
        for step in STEPS[one.status]
        if (step != "cancel" or one.replaces_id is None)
        and not (step in BESIDE and under_way - BESIDE[step])
    ]
    return ["code", *steps] if one.activation_code else steps
