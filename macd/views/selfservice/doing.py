"""How a self-service page writes: rehearsed first, done once, refused beside the fields."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from macd.forms.selfservice import HelpForm
from macd.refusals import StepDenied
from macd.views.common import errors_of, new_key, write_once
from services.models import SelfServiceAction
from services.selfservice import SelfServiceRefused

Write = Callable[[], SelfServiceAction]


def rehearse(write: Write) -> SelfServiceAction:
    """What an action would be, with its monthly totals; nothing of it stays.

    Raises SelfServiceRefused as the action itself would.
    """
    with transaction.atomic():
        action = write()
        transaction.set_rollback(True)
    return action


def asked(
    request: HttpRequest, form: HelpForm, page: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page that asks; problems stand above and beside the fields."""
    shown = {**page, "form": form, "idempotency_key": new_key()}
    return render(request, "macd/selfservice/form.html", shown, status=status)


def carry(
    request: HttpRequest,
    form: HelpForm,
    page: dict[str, Any],
    write: Callable[[], str],
    *,
    done: object,
) -> HttpResponse:
    """Do it once, say so and go where its result is; what is refused is asked again."""

    def told() -> str:
        location = write()
        messages.success(request, str(done))
        return location

    try:
        return write_once(request, told)
    except SelfServiceRefused as refused:
        form.note_problems(refused.problems, str(refused))
        return asked(request, form, page, status=422)
    except StepDenied as denied:
        return asked(request, form, {**page, "errors": errors_of(denied)}, status=denied.status)
