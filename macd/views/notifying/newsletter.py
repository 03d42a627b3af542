"""The newsletter: asked for and ended by a person, confirmed by mail, exported for who sends it."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import newsletter
from accounts.clock import day_of, now
from accounts.mail import AccountMail, owe_mail
from accounts.models import Person
from macd.exporting import Row, csv_rows
from macd.views.common import administrator, done


@require_POST
@login_required
def newsletter_choose(request: HttpRequest) -> HttpResponse:
    """Ask for it, which sends a mail to confirm it; or end it."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101  the page asks for a sign-in
    if request.POST.get("do") == "end":
        newsletter.end(person)
        return done(request, _("No more newsletters go to you."), "notification_choices")
    with transaction.atomic():
        if newsletter.ask(person, at=now()):
            owe_mail(AccountMail.NEWSLETTER, person_id=person.pk, at=now())
    message = _("A mail is on its way to %(address)s. Confirm it there.")
    return done(request, message % {"address": person.email}, "notification_choices")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: a GET shows what is so, a POST confirms or ends it.

    No session is asked for, so that it works where mails are read; the signed token is, and it
    can do nothing else.
    """
    person = newsletter.person_of(token.replace("\x00", ""))
    if person is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("do") == "confirm" and newsletter.may_still_confirm(token):
            newsletter.confirm(person, at=now())
        else:
            newsletter.end(person)
    context = {
        "has": newsletter.has(person),
        "waits": newsletter.waits(person) and newsletter.may_still_confirm(token),
        "address": person.email,
        "provider": settings.PROVIDER_NAME,
    }
    return render(request, "macd/notifications/newsletter.html", context)


@require_safe
@login_required
def newsletter_export(request: HttpRequest) -> HttpResponseBase:
    """Everybody who gets it, for the program that sends it, each with the link that ends it."""
    administrator(request)
    answer = StreamingHttpResponse(csv_rows(_rows()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="newsletter.csv"'
    return answer


def _rows() -> Iterator[Row]:
    yield (_("Name"), _("E-mail"), _("Language"), _("Since"), _("Link that ends it"))
    for row in newsletter.subscribers():
        link = reverse("newsletter_link", args=[newsletter.token_for(row.person)])
        since = day_of(row.newsletter_since) if row.newsletter_since else None
        yield (
            row.person.name,
            row.person.email,
            row.person.language,
            since,
            settings.PUBLIC_URL.rstrip("/") + link,
        )
