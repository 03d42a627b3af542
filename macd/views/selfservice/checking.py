"""What is checked before it is ordered: kept in the session, so that Back finds the page again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from macd.forms.selfservice import HelpForm
from macd.views.common import new_key
from macd.views.selfservice.doing import rehearse
from services.models import SelfServiceAction

KEY = "self_service_checks"
MOST = 5


def typed(request: HttpRequest) -> QueryDict | None:
    """What the form holds: as it was sent, or as it is kept; None where nobody filled it in.

    The address names what is kept: ``check`` on the page that checks it, ``change`` on the form.
    """
    if request.method == "POST":
        return request.POST
    token = request.GET.get("check") or request.GET.get("change", "")
    kept = request.session.get(KEY, {}).get(token)
    if kept is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept:
        data.setlist(name, values)
    return data


def is_asked(request: HttpRequest) -> bool:
    """Whether the form is to be shown, rather than what was filled in taken further."""
    return request.method != "POST" and "check" not in request.GET


def confirm(
    request: HttpRequest,
    form: HelpForm,
    write: Callable[[], SelfServiceAction],
    rows: list[dict[str, str]],
    **page: Any,
) -> HttpResponse:
    """The page that shows the new monthly total before anything is done (rule 63).

    What was sent leads to it, so that it is a page of its own. What is kept is ordered once,
    also by who comes Back to it (rule 21). Raises SelfServiceRefused.
    """
    action = rehearse(write)
    if request.method == "POST":
        return redirect(_address(request, check=_keep(request, form)))
    token = request.GET["check"]
    shown = {
        "action": action,
        "difference": action.monthly_after - action.monthly_before,
        "rows": rows,
        "kept": [(name, value) for name, values in _fields(form) for value in values],
        "change_url": _address(request, change=token),
        "idempotency_key": token,
        **page,
    }
    return render(request, "macd/selfservice/confirm.html", shown)


def _keep(request: HttpRequest, form: HelpForm) -> str:
    """Keep what was filled in beside the few that were last; what it is called."""
    token = new_key()
    earlier = list(request.session.get(KEY, {}).items())
    request.session[KEY] = {**dict(earlier[1 - MOST :]), token: _fields(form)}
    return token


def _fields(form: HelpForm) -> list[tuple[str, list[str]]]:
    data = form.data
    return [
        (name, data.getlist(name))
        for name in form.fields
        if isinstance(data, QueryDict) and name in data
    ]


def _address(request: HttpRequest, **about: str) -> str:
    query = request.GET.copy()
    for name in ("check", "change"):
        query.pop(name, None)
    query.update(about)
    return f"{request.path}?{query.urlencode()}"
