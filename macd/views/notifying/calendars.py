"""A person's calendar: an address of their own, made and ended by them, read without a session."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import choices
from accounts.clock import now, today
from accounts.models import Person
from accounts.standing import standing_of
from accounts.tenancy import as_person
from macd import queries
from macd.calendars import calendar_of
from macd.views.common import done
from macd.workflow import FINAL

MOST = 500


@require_POST
@login_required
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Make the address, and show it once."""
    key = choices.new_calendar_key(_me(request))
    address = settings.PUBLIC_URL + reverse("calendar_feed", args=[key])
    return render(request, "macd/notifications/calendar.html", {"address": address})


@require_POST
@login_required
def end_address(request: HttpRequest) -> HttpResponse:
    """End the address."""
    choices.end_calendar(_me(request))
    return done(request, _("The address has ended."), "notification_choices")


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Answer who knows the address, with what its owner may see now; 404 for others."""
    person = choices.calendar_owner(token.replace("\x00", ""))
    if person is None:
        raise Http404
    with as_person(person), translation.override(person.language):
        standing = standing_of(person, on=today())
        found = queries.documents_for(standing).exclude(status__in=sorted(FINAL))
        promised = found.filter(lines__committed_on__isnull=False).distinct()
        rows = queries.with_lines(promised.order_by("-updated_at"))
        content = calendar_of(rows.prefetch_related("appointments__office")[:MOST], at=now())
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"},
    )


def _me(request: HttpRequest) -> Person:
    return Person.objects.get(email=request.user.get_username())
