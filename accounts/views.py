"""A person's own page, and the language switch of every page."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.dates import date_format
from accounts.forms import ProfileForm
from accounts.models import Language, Membership, Person
from accounts.unsent import forget_unsent, keep_typed, page_of, unsent_in

ONE_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name, telephone and language."""
    # A copy: what is typed wrong must not show as the name in the page's head.
    person = Person.objects.get(email=request.user.get_username())
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(person.language):
            messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    context = {"form": form, "rights": _rights_of(person)}
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


def _rights_of(person: Person) -> list[dict[str, str]]:
    """Return what a person may do, where: rows of label and value."""
    memberships = Membership.objects.filter(person=person, revoked_at=None)
    rows = [
        {"label": each.customer.legal_name, "value": ", ".join(_roles_at(each))}
        for each in memberships.select_related("customer").order_by("customer__legal_name")
    ]
    roles = [each.get_role_display() for each in person.staff_memberships.order_by("role")]
    if roles:
        rows.append({"label": settings.PROVIDER_NAME, "value": ", ".join(roles)})
    return rows


def _roles_at(membership: Membership) -> list[str]:
    """Return the roles of a membership, with the last day to sign where there is one."""
    until = membership.signs_until
    last_day = [_("signs until %(day)s") % {"day": date_format(until)}] if until else []
    return [*membership.role_names, *last_day]


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language, signed in or not, and stay on the page.

    What a form of the page held is offered to be sent, where it came along.
    """
    language = request.POST.get("language", "")
    kept = keep_typed(request, beside=["language"])
    response = HttpResponseRedirect(reverse("unsent") if kept else _page_to_keep(request))
    if language in Language.values:
        if request.user.is_authenticated:
            Person.objects.filter(email=request.user.get_username()).update(language=language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return response


def _page_to_keep(request: HttpRequest) -> str:
    """Return the page the switch stood on; the home page if somebody else's address is given."""
    page = request.POST.get("next", "") or page_of(request)
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if is_ours else "/"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def unsent(request: HttpRequest) -> HttpResponse:
    """Offer what was sent after the session had ended; posting leaves it out."""
    found = unsent_in(request)
    if found is None:
        return redirect("/")
    if request.method == "POST":
        forget_unsent(request)
        return redirect(found.page)
    return render(request, "accounts/unsent.html", {"unsent": found})
