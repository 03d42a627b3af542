"""Keeping what is typed into a draft: on every blur, without a page being sent."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import now, today
from accounts.standing import Standing
from macd import operations
from macd.forms.places import PlacesForm, base_of, seen_text
from macd.models import Document
from macd.refusals import StepDenied
from macd.views.common import standing_for
from macd.views.draft.filling import editable_or_denied, section_form
from macd.views.draft.lineforms import line_form, offering_options
from macd.vocabulary import SectionName, Side, Status


@login_required
@require_POST
def document_autosave(request: HttpRequest, number: str) -> JsonResponse:
    """Keep what is typed into a draft and fits; 422 names what does not fit yet."""
    document, side = editable_or_denied(request, number)
    if document.status != Status.DRAFT:
        raise PermissionDenied
    standing, unfit = standing_for(request), dict[str, str]()
    for chosen in _offerings(document, request.POST):
        document = _kept(document, standing, chosen, unfit)
    values: dict[str, Any] = {}
    for form in _forms(document, side, request.POST):
        form.is_valid()
        crossed = form.crossed
        # A range is parted once its form is sent: the parts are then asked about one by one.
        values.update(
            {
                path: value
                for path, value in form.changes.items()
                if path not in crossed and ".number_split." not in path
            }
        )
        unfit.update({path: str(errors[0]) for path, errors in form.errors.items()})
        # Never written over what somebody else wrote: on saving, both are shown.
        unfit.update(dict.fromkeys(crossed, _("Somebody else changed this meanwhile.")))
    denied = dict[str, str]()
    if values:
        document = _kept(document, standing, values, denied)
    # What was kept beside something unfit is what the page has seen, too: saving it would else
    # meet the person's own words as somebody else's.
    answer: dict[str, Any] = {
        "revision": document.revision,
        "content_hash": document.content_hash,
        "seen": seen_text({**base_of(request.POST), **({} if denied else values)}),
    }
    if problems := unfit | denied:
        return JsonResponse({**answer, "problems": problems}, status=422)
    return JsonResponse(answer)


def _offerings(document: Document, sent: QueryDict) -> Iterator[dict[str, Any]]:
    """Other offerings that were chosen: first of all, as they say what settings there are."""
    for line in document.lines.all():
        path = f"line.{line.number}.offering"
        wanted = sent.get(path, "")
        shown = base_of(sent).get(path)
        if not wanted or wanted in (shown, line.offering_version.offering.code):
            continue
        options = offering_options(document, line, on=today())
        if wanted in {version.offering.code for version in options}:
            yield {path: wanted}


def _forms(document: Document, side: Side, sent: QueryDict) -> Iterator[PlacesForm]:
    """The forms of the sections and items of which something was sent."""
    sections = {path.split(".")[0] for path in sent}
    for name in SectionName:
        form = section_form(document, name, side, sent) if name in sections else None
        if form is not None:
            yield form
    for line in document.lines.all():
        if any(path.startswith(f"line.{line.number}.") for path in sent):
            form = line_form(document, line, sent, side=side)
            if form is not None:
                yield form


def _kept(
    document: Document, standing: Standing, values: dict[str, Any], unfit: dict[str, str]
) -> Document:
    """The document with the values; what an operation refuses is noted, and nothing is kept."""
    try:
        with transaction.atomic():
            return operations.change_fields(document=document, values=values, by=standing, at=now())
    except StepDenied as denied:
        unfit.update({problem.path: str(problem.message) for problem in denied.problems})
        return document
