"""Two people filled in the same answers: both are shown, and the one who came later chooses."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from macd.fields import Place, plain
from macd.forms.places import PlacesForm
from macd.models import Document, FieldChange
from macd.views.common import new_key
from macd.vocabulary import ChangeState

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Crossing:
    """One value that both changed: what was shown, what this person wrote."""

    place: Place
    base: Any
    mine: Any
    # How the form's field sends a value.
    sends: Callable[[Any], Any] = str


def crossings_of(form: PlacesForm) -> list[Crossing]:
    """The values of a form that somebody else changed as well."""
    changes = form.changes
    return [
        Crossing(
            form.places[path],
            form.base.get(path),
            changes[path],
            form.fields[path].prepare_value,
        )
        for path in form.crossed
    ]


def merge_page(
    request: HttpRequest,
    document: Document,
    form: PlacesForm | None,
    crossings: Iterable[Crossing],
    *,
    seen: str,
) -> HttpResponse:
    """Answer 409 with both values of each answer; choosing sends the form again.

    ``seen`` is what is stored now, so that what is chosen is compared with that.
    """
    crossed = list(crossings)
    paths = {one.place.path for one in crossed}
    context = {
        "document": document,
        "rows": [_row(document, one) for one in crossed],
        "sent_along": _sent_along(request, form, leave_out=paths) if form else [],
        "others": _others(form, leave_out=paths) if form else [],
        "seen": seen,
        "idempotency_key": new_key(),
    }
    return render(request, "macd/merge.html", context, status=CONFLICT)


def _row(document: Document, one: Crossing) -> dict[str, Any]:
    written = FieldChange.objects.filter(
        document=document,
        path=one.place.path,
        state__in=[ChangeState.APPLIED, ChangeState.ACCEPTED],
    )
    last = written.select_related("by").order_by("pk").last()
    return {
        "path": one.place.path,
        "label": str(one.place.label),
        "before": _shown(one.place, one.base),
        "mine": _shown(one.place, one.mine),
        "mine_raw": _raw(one.mine, one.sends),
        "theirs": _shown(one.place, one.place.value),
        "theirs_raw": _raw(one.place.value, one.sends),
        "by": last.by.name if last else "",
        "at": last.at if last else None,
    }


def _sent_along(
    request: HttpRequest, form: PlacesForm, *, leave_out: set[str]
) -> list[tuple[str, str]]:
    """What else the person changed, and every box that is to stay ticked, as hidden fields."""
    changes = form.changes
    wanted = {path: changes.get(path, value) for path, value in form.stored.items()}
    again = [
        (path, _raw(value, form.fields[path].prepare_value))
        for path, value in wanted.items()
        if path not in leave_out and (path in changes or value is True)
    ]
    return [*again, *(("go", go) for go in request.POST.getlist("go"))]


def _others(form: PlacesForm, *, leave_out: set[str]) -> list[dict[str, str]]:
    """What somebody else changed that this person left alone; it stays."""
    return [
        {
            "label": str(place.label),
            "before": _shown(place, form.base[path]),
            "after": _shown(place, place.value),
        }
        for path, place in form.places.items()
        if path not in leave_out and form.moved(path)
    ]


def _shown(place: Place, value: Any) -> str:
    return "" if plain(value) is None else str(place.shown(value))


def _raw(value: Any, sends: Callable[[Any], Any]) -> str:
    """A value as a browser would send it."""
    value = plain(value)
    return "" if value is None else "on" if value is True else str(sends(value))
