"""What waits for a signature, and signing exactly what is shown."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import now, today
from accounts.models import Person
from accounts.reauthentication import recently_authenticated, redirect_to_reauthentication
from macd import operations, policy, queries
from macd.addendum import changes_of
from macd.content import ordered_lines
from macd.happened import confirmed
from macd.kinds import Problem, Unfit
from macd.kinds.fields import fit_long_text
from macd.models import Document, Rendering
from macd.printing import changes_on_screen, offer_valid_until
from macd.refusals import Stale, StepDenied, Unsound
from macd.views.common import (
    document_or_404,
    errors_of,
    new_key,
    standing_for,
    write_once,
)
from macd.views.documents.stale import seen_in, stale_page
from macd.views.shown.cards import document_cards
from macd.views.shown.lines import place_of
from macd.views.shown.meaning import agreed_days, first_month_facts
from macd.views.shown.prices import price_of
from macd.vocabulary import Actor, Purpose, Step
from macd.wording import Row, line_title, one_per_service, rows_of, title_of


@login_required
@require_safe
def signing(request: HttpRequest) -> HttpResponse:
    """The documents that wait for this person's signature, the oldest first."""
    standing = standing_for(request)
    documents = queries.to_sign_for(standing)
    cards = document_cards(
        list(queries.with_all(documents)[:200]), standing, url_name="document_sign"
    )
    page = {"cards": cards, "may_name_substitute": policy.may_name_substitute(standing)}
    return render(request, "macd/signing.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_sign(request: HttpRequest, number: str) -> HttpResponse:
    """Read it, prove who you are, sign it or decline."""
    document = document_or_404(request, number)
    standing = standing_for(request)
    if Actor.SIGNATORY not in policy.actors(standing, document):
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("do") == "decline":
        return _write(request, document, lambda: _decline(request, document))
    if not recently_authenticated(request, now()):
        return redirect_to_reauthentication(request, request.path)
    if request.method == "POST":
        return _write(request, document, lambda: _sign(request, document))
    if not _waits(request, document):
        return redirect(document)
    return _page(request, document)


def _waits(request: HttpRequest, document: Document) -> bool:
    """Whether it waits for a signature of this person, who has not signed it yet."""
    standing = standing_for(request)
    if not any(row.step == Step.SIGN for row in queries.steps_for(standing, document)):
        return False
    signed = document.signatures.filter(by=standing.person_id, voided_at=None)
    return not signed.exists()


CONSENT = gettext_lazy(
    "I have read document %(number)s, version %(version)s, and I agree to it on behalf of "
    "%(customer)s."
)


def consent_text(document: Document) -> str:
    """What the signatory says, in the page's language; kept with the signature."""
    return str(CONSENT) % {
        "number": document.number,
        "version": document.version,
        "customer": document.customer.legal_name,
    }


def preview_of(document: Document) -> Rendering | None:
    """The file of the approved version, once it is made."""
    return document.renderings.filter(
        version__number=document.version, purpose=Purpose.PREVIEW, stored_file__isnull=False
    ).first()


def _page(
    request: HttpRequest, document: Document, *, denied: StepDenied | None = None
) -> HttpResponse:
    lines = ordered_lines(document)
    page: dict[str, Any] = {
        "document": document,
        "title": title_of(document),
        "preview": preview_of(document),
        "lines": [
            {"title": line_title(line), "place": place_of(line), "rows": rows_of(line)}
            for line in one_per_service(lines)
        ],
        "price": price_of(document, on=today(), estimate=False),
        "facts": [
            *agreed_days(document, on=today()),
            *first_month_facts(document, on=today()),
        ],
        "valid_until": offer_valid_until(document, at=now()) if document.approved_at else None,
        "since_last": _since_last(document),
        "amends": document.root,
        "amended": changes_of(document),
        "stands_in_for": _stands_in_for(request, document),
        "consent_text": consent_text(document),
        "signer": request.user,
        "typed": request.POST.get("typed", ""),
        "waits": _waits(request, document),
        "idempotency_key": new_key(),
        "reason": request.POST.get("reason", ""),
        "declining": request.POST.get("do") == "decline",
        "by_path": {p.path: p.message for p in denied.problems} if denied else {},
        "errors": errors_of(denied) if denied else [],
    }
    return render(request, "macd/sign.html", page, status=denied.status if denied else 200)


def _since_last(document: Document) -> list[Row]:
    """What is otherwise than in the version before this one."""
    versions = document.versions.filter(number__lte=document.version).order_by("-number")
    contents = [version.content for version in versions[:2]]
    return changes_on_screen(document, contents[1], contents[0]) if len(contents) > 1 else []


def _stands_in_for(request: HttpRequest, document: Document) -> str:
    """The name of whose place this person takes; empty for who signs for themselves."""
    person_id = policy.signs_for(standing_for(request), document)
    return Person.objects.get(pk=person_id).name if person_id else ""


def _write(request: HttpRequest, document: Document, write: Any) -> HttpResponse:
    try:
        return write_once(request, write)
    except StepDenied as denied:
        fresh = document_or_404(request, document.number)
        seen = seen_in(request)
        if isinstance(denied, Stale) and not (
            seen == fresh.content_hash and _waits(request, fresh)
        ):
            return stale_page(request, fresh, denied, seen=seen, back="document_sign")
        return _page(request, fresh, denied=denied)


def _sign(request: HttpRequest, document: Document) -> str:
    """Sign what was on the screen, of which the file was there to be read."""
    if _waits(request, document) and preview_of(document) is None:
        raise Stale(_("The document is still being made. Read it first, then sign."))
    after = operations.take_step(
        document=document,
        step=Step.SIGN,
        by=standing_for(request),
        at=now(),
        seen=request.POST.get("content_hash", ""),
        consent=consent_text(document) if request.POST.get("consent") else "",
        wording=str(CONSENT),
        typed=request.POST.get("typed", ""),
        drawn=request.POST.get("drawn", ""),
        language=(get_language() or "en")[:2],
        method="password",
    )
    messages.success(request, confirmed(Step.SIGN, after))
    return document.get_absolute_url()


def _decline(request: HttpRequest, document: Document) -> str:
    try:
        reason = fit_long_text(request.POST.get("reason", ""))
    except Unfit as unfit:
        raise Unsound(str(unfit), problems=[Problem("note", str(unfit))]) from None
    after = operations.take_step(
        document=document,
        step=Step.DECLINE,
        by=standing_for(request),
        at=now(),
        note=reason,
    )
    messages.success(request, confirmed(Step.DECLINE, after))
    return document.get_absolute_url()
