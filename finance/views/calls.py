"""What came of a call that somebody wished for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import now
from finance import forms, operations, queries
from finance.views.actions import Refused
from finance.views.desk import desk_page
from macd.views.common import standing_for, write_or_show


@require_POST
@login_required
def call_back(request: HttpRequest) -> HttpResponse:
    """Take what came of a call."""
    standing = standing_for(request)
    if not standing.is_staff:
        raise PermissionDenied
    form = forms.CalledForm(request.POST, name="call")
    form.is_valid()
    if "call" not in form.cleaned_data:
        raise BadRequest
    wish = get_object_or_404(queries.call_backs_for(standing), public_id=form.cleaned_data["call"])
    subject = str(wish.public_id)

    def write() -> str:
        operations.tell_called(
            wish=wish,
            person=request.user,  # type: ignore[arg-type]
            by=standing,
            at=now(),
            outcome=form.cleaned_data["outcome"],
        )
        messages.success(request, _("It is recorded what came of the call."))
        return reverse("cancellations")

    def show(status: int) -> HttpResponse:
        return desk_page(request, refused=Refused("call", subject, form, status))

    return write_or_show(request, form, write, show=show)
