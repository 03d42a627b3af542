"""The bell: what happened, read or not; what is mailed; and the one click that ends mails."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import choices, newsletter
from accounts.clock import day_of, now
from accounts.models import How, MailSettings, Person
from accounts.standing import Standing
from macd import policy, queries
from macd.forms.choices import ChoicesForm
from macd.mails import STOPPING, headline
from macd.models import Notification
from macd.operations.desk import announcing
from macd.telling import SIM_SENT, Telling, is_important, label_of, tellings
from macd.views.common import done, standing_for

PAGE = 50


@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """Show what a person was told of, the newest first, unread ones marked."""
    standing = standing_for(request)
    found = queries.notifications_for(standing)
    rows = list(_before(found, request.GET.get("before", ""))[: PAGE + 1])
    context = {
        "days": _by_day(rows[:PAGE]),
        "unread": _me(request).unread,
        "older_url": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "unreachable": MailSettings.objects.filter(
            person=standing.person_id, bounced_address=_me(request).email
        ).first(),
    }
    return render(request, "macd/notifications/list.html", context)


@require_POST
@login_required
def open_notification(request: HttpRequest, notification: int) -> HttpResponse:
    """Mark one as read and go to its document."""
    standing = standing_for(request)
    row = get_object_or_404(queries.notifications_for(standing), pk=min(notification, 2**63 - 1))
    announcing.mark_read(person_id=standing.person_id, at=now(), ids=[row.pk])
    return redirect(row.document)


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = announcing.mark_read(person_id=standing_for(request).person_id, at=now())
    told = ngettext("%(count)s is marked as read.", "%(count)s are marked as read.", count)
    return done(request, told % {"count": count}, "notifications")


@require_POST
@login_required
def try_address(request: HttpRequest) -> HttpResponse:
    """Send mails to an address again from which they came back."""
    choices.forget_bounce(_me(request))
    return done(request, _("Mails are sent to this address again."), "notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notification_choices(request: HttpRequest) -> HttpResponse:
    """Show and change what is mailed, how, and when not."""
    person, standing = _me(request), standing_for(request)
    kept = MailSettings.objects.filter(person=person).first()
    concerned = _concerning(standing)
    form = ChoicesForm(
        request.POST or None,
        tellings=[telling for telling in concerned if not telling.important],
        chosen=choices.choices_of(person),
        quiet=(kept.quiet_from, kept.quiet_until) if kept else (None, None),
    )
    if request.method == "POST" and form.is_valid():
        choices.set_choices(person, form.choices)
        choices.set_quiet_hours(
            person,
            starts=form.cleaned_data["quiet_from"],
            ends=form.cleaned_data["quiet_until"],
        )
        return done(request, _("Your choices are saved."), "notification_choices")
    always = [label_of(telling.event) for telling in concerned if telling.important]
    context = {
        "form": form,
        "always": always,
        "has_calendar": choices.has_calendar(person),
        "newsletter": "has"
        if newsletter.has(person)
        else "waits"
        if newsletter.waits(person)
        else "",
    }
    status = 422 if form.errors else 200
    return render(request, "macd/notifications/choices.html", context, status=status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """End mails about one event (RFC 8058): a POST acts, a GET shows the button.

    Mail programs post without a session, so the signed token is all that is asked; it can do
    nothing else.
    """
    try:
        person_id, event = signing.loads(token, salt=STOPPING)
    except signing.BadSignature:
        raise Http404 from None
    person = get_object_or_404(Person, pk=person_id)
    stopped = request.method == "POST" and not is_important(event)
    if stopped:
        choices.set_choices(person, {event: How.OFF})
    context = {"event_label": label_of(event), "stopped": stopped, "address": person.email}
    return render(request, "macd/notifications/stop.html", context)


def _me(request: HttpRequest) -> Person:
    person = request.user
    assert isinstance(person, Person)  # noqa: S101  the page asks for a sign-in
    return person


def _concerning(standing: Standing) -> list[Telling]:
    """The events that a person like this is ever told of."""
    customer = bool(standing.memberships)
    sims = bool(policy.customers_of_sims(standing))
    return [
        telling
        for telling in tellings()
        if telling.concerns(staff=standing.is_staff, customer=customer)
        and (sims or telling.event != SIM_SENT)
    ]


def _before(found: QuerySet[Notification], mark: str) -> QuerySet[Notification]:
    """Those older than the one that an earlier page ended with; all of them where it is none."""
    known = mark.isdecimal() and len(mark) < 19
    last = found.filter(pk=int(mark)).values_list("at", "pk").first() if known else None
    if last is None:
        return found
    return found.filter(Q(at__lt=last[0]) | Q(at=last[0], pk__lt=last[1]))


def _by_day(rows: list[Notification]) -> list[dict[str, Any]]:
    days: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        item = {
            "pk": row.pk,
            "number": row.document.number,
            "headline": headline(row.event, row.document),
            "customer": row.document.customer.legal_name,
            "at": row.at,
            "unread": row.read_at is None,
        }
        days.setdefault(day_of(row.at), []).append(item)
    return [{"on": day, "items": items} for day, items in days.items()]
