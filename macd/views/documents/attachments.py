"""The files that belong to a request: seen, added, taken out of a draft, downloaded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.clock import now
from macd import operations, policy
from macd.forms.attaching import AttachForm
from macd.models import Document
from macd.refusals import StepDenied
from macd.templatetags.macd_page import errors_with_fields
from macd.views.common import (
    document_or_404,
    errors_of,
    new_key,
    standing_for,
    write_once,
    write_or_show,
)
from macd.views.documents.files import sent
from macd.vocabulary import Status


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_files(request: HttpRequest, number: str) -> HttpResponse:
    """The files, and a form to add one more for who may write."""
    document = document_or_404(request, number)
    if request.method == "POST" and not policy.may_add_file(standing_for(request), document):
        raise PermissionDenied
    form = _form(document, request if request.method == "POST" else None)

    def write() -> str:
        given = form.cleaned_data["file"]
        attachment = operations.attach_file(
            document=document,
            purpose=form.cleaned_data["purpose"],
            name=given.name,
            content=given.read(),
            by=standing_for(request),
            at=now(),
        )
        messages.success(request, _("Added: %(name)s.") % {"name": attachment.name})
        return _address(document)

    def show(status: int) -> HttpResponse:
        page = {**_page(request, document, form), "errors": list(errors_with_fields(form))}
        return render(request, "macd/attachments.html", page, status=status)

    return write_or_show(request, form, write, show=show)


def _address(document: Document) -> str:
    return reverse("document_files", args=[document.number])


def _form(document: Document, request: HttpRequest | None = None) -> AttachForm:
    back = document.get_absolute_url()
    if request is None:
        return AttachForm(cancel_url=back)
    return AttachForm(request.POST, request.FILES, cancel_url=back)


def _page(request: HttpRequest, document: Document, form: AttachForm) -> dict[str, Any]:
    standing = standing_for(request)
    drafting = document.status == Status.DRAFT
    removable = drafting and bool(policy.may_edit(standing, document))
    rows = document.attachments.select_related("stored_file", "by")
    return {
        "document": document,
        "files": [
            {
                "name": row.name,
                "purpose": row.get_purpose_display(),
                "size": row.stored_file.size,
                "by": row.by.name,
                "at": row.at,
                "url": reverse("document_file", args=[document.number, row.public_id]),
                "remove_url": reverse("document_file_remove", args=[document.number, row.public_id])
                if removable
                else "",
            }
            for row in rows
        ],
        "form": form if policy.may_add_file(standing, document) else None,
        "idempotency_key": new_key(),
    }


@login_required
@require_safe
def document_file(request: HttpRequest, number: str, public_id: UUID) -> HttpResponse:
    """One file, to be saved: it never acts in the reader's name."""
    document = document_or_404(request, number)
    attachment = (
        document.attachments.filter(public_id=public_id).select_related("stored_file").first()
    )
    if attachment is None:
        raise Http404
    return sent(attachment.stored_file, attachment=True)


@login_required
@require_POST
def document_file_remove(request: HttpRequest, number: str, public_id: UUID) -> HttpResponse:
    """Take a file out of a draft."""
    document = document_or_404(request, number)
    if not policy.may_edit(standing_for(request), document):
        raise PermissionDenied

    def write() -> str:
        operations.remove_file(
            document=document, public_id=public_id, by=standing_for(request), at=now()
        )
        messages.success(request, _("Taken out."))
        return _address(document)

    try:
        return write_once(request, write)
    except StepDenied as denied:
        page = {**_page(request, document, _form(document)), "errors": errors_of(denied)}
        return render(request, "macd/attachments.html", page, status=denied.status)
