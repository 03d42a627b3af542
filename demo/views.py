"""The demonstration's mailbox, open to whoever tries the demonstration."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from demo.mail_pages import page_of_mails
from demo.mail_policy import policy_for
from demo.models import MailboxMessage

LARGEST_ID = 2**63 - 1


def in_the_demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page exist only while settings.DEMO is on."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@in_the_demonstration
def mailbox(request: HttpRequest) -> HttpResponse:
    """List mails, newest first, those of one recipient where asked, a page at a time."""
    recipient = request.GET.get("to", "").replace("\0", "").strip()
    page = page_of_mails(
        recipient=recipient,
        before=_position(request.GET.get("before", "")),
        after=_position(request.GET.get("after", "")),
    )
    context = {
        "mails": page.mails,
        "recipient": recipient,
        "newer_url": page.newer and _address(recipient, after=page.newer),
        "older_url": page.older and _address(recipient, before=page.older),
    }
    return render(request, "demo/mailbox.html", context)


@require_safe
@in_the_demonstration
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Show one mail: its headers and its text."""
    shown = get_object_or_404(MailboxMessage, pk=min(mail_id, LARGEST_ID))
    return render(request, "demo/mail.html", {"mail": shown})


@require_safe
@in_the_demonstration
def mail_html(_request: HttpRequest, mail_id: int) -> HttpResponse:
    """Show a mail's HTML by itself, where nothing in it can run or fetch."""
    html = get_object_or_404(MailboxMessage, pk=min(mail_id, LARGEST_ID)).html
    return HttpResponse(html, headers={"Content-Security-Policy": policy_for(html)})


def _address(recipient: str, **position: int) -> str:
    """Return the address of a page of this search."""
    asked: dict[str, str | int] = {"to": recipient} if recipient else {}
    return f"?{urlencode(asked | position)}"


def _position(text: str) -> int | None:
    """Read a page position; anything that is none stands for the first page."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
    return min(int(text), LARGEST_ID) if is_number else None
