"""Recording what comes: numbers of another operator, and devices that go back to the provider."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import now
from macd import operations
from macd.forms.coming import device_form, port_form_for
from macd.models import HardwareReturn
from macd.porting import PORT_STEPS, PortState
from macd.views.common import document_or_404, standing_for
from macd.views.documents.steps import answered, back_from, invalid


@require_POST
@login_required
def line_port(request: HttpRequest, number: str, line: int, state: str) -> HttpResponse:
    """Record how far the numbers of an item are (rule 41)."""
    document = document_or_404(request, number)
    item = next((each for each in document.lines.all() if each.number == line), None)
    if state not in PORT_STEPS or item is None:
        raise Http404
    form = port_form_for(state, item.pk, request.POST)
    if not form.is_valid():
        return invalid(request, document, form)

    def write() -> str:
        operations.advance_port(
            document=document,
            number=line,
            to=state,
            by=standing_for(request),
            at=now(),
            note=form.words(),
            **form.facts(),
        )
        messages.success(request, _("Recorded: %(step)s.") % {"step": PORT_STEPS[PortState(state)]})
        return back_from(request) or f"{document.get_absolute_url()}#line-{line}"

    return answered(request, document, write, form)


@require_POST
@login_required
def device_back(request: HttpRequest, number: str, device: int) -> HttpResponse:
    """Record that a rented device is back (rule 53)."""
    document = document_or_404(request, number)
    if not HardwareReturn.objects.filter(pk=device, line__document=document).exists():
        raise Http404
    form = device_form(device, request.POST)
    if not form.is_valid():
        return invalid(request, document, form)

    def write() -> str:
        operations.receive_device(
            document=document,
            device_id=device,
            by=standing_for(request),
            at=now(),
            **form.facts(),
        )
        messages.success(request, _("The device is back."))
        return back_from(request) or document.get_absolute_url()

    return answered(request, document, write, form)
