"""The public pages of verification: they show a verdict and a number, never contents or people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from signing.codes import normal_code
from signing.forms import (
    MOST_BYTES,
    CodeForm,
    FileForm,
    TraitsForm,
    largest_in_words,
    too_large,
)
from signing.ledger import entry_for_code
from signing.limits import too_many
from signing.models import Seal
from signing.results import Result, refusal, result_for_code, result_for_file
from signing.verify import verify_pdf, verify_traits

UPLOADS_A_MINUTE = 20
LOOKUPS_A_MINUTE = 60
# What a form adds around the file it carries.
WRAPPING = 64 * 1024


# Exempt from CSRF: asking changes nothing, and a body too large is refused before it is read.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a file to check, or a code to look up."""
    if request.method == "POST":
        return _check_file(request, seal=None)
    if "code" not in request.GET:
        return _page(request)
    form = CodeForm(request.GET)
    if not form.is_valid():
        return _page(request, code_form=form, status=400)
    return redirect("verify_code", code=form.cleaned_data["code"])


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say what became of the version with this code, and check a file against it."""
    if too_many(request, room="verify-code", most=LOOKUPS_A_MINUTE):
        return _later(request)
    normal = normal_code(code)
    if normal is not None and normal != code and request.method != "POST":
        return redirect("verify_code", code=normal)
    seal = entry_for_code(normal) if normal else None
    if seal is None:
        return _page(request, result=result_for_code(None), status=404)
    if request.method == "POST":
        return _check_file(request, seal=seal)
    return _page(request, seal=seal, result=result_for_code(seal))


def _check_file(request: HttpRequest, *, seal: Seal | None) -> HttpResponse:
    if too_many(request, room="verify-file", most=UPLOADS_A_MINUTE):
        return _later(request)
    if _announced(request) > MOST_BYTES + WRAPPING:
        return _page(request, seal=seal, result=refusal(too_large()), status=413)
    if "traits" in request.POST:
        return _check_traits(request, seal=seal)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        problem = " ".join(str(error) for error in form.errors["file"])
        return _page(request, seal=seal, file_form=form, result=refusal(problem), status=400)
    pdf = form.cleaned_data["file"].read()
    verdict = verify_pdf(pdf, code=seal.code if seal else None)
    return _page(request, seal=seal, result=result_for_file(verdict))


def _check_traits(request: HttpRequest, *, seal: Seal | None) -> HttpResponse:
    form = TraitsForm(request.POST)
    if not form.is_valid():
        problem = " ".join(str(error) for error in form.errors["traits"])
        return _page(request, seal=seal, result=refusal(problem), status=400)
    verdict = verify_traits(form.cleaned_data["traits"], code=seal.code if seal else None)
    return _page(request, seal=seal, result=result_for_file(verdict, kept=True))


def _later(request: HttpRequest) -> HttpResponse:
    result = refusal(_("Too many questions from this address. Try again in a minute."))
    return _page(request, result=result, status=429)


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else MOST_BYTES * 2


def _page(
    request: HttpRequest,
    *,
    seal: Seal | None = None,
    result: Result | None = None,
    file_form: FileForm | None = None,
    code_form: CodeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "seal": seal,
        "result": result,
        "file_form": file_form or FileForm(),
        "code_form": code_form or CodeForm(),
        "largest": MOST_BYTES,
        "largest_in_words": largest_in_words(),
    }
    return render(request, "signing/verify.html", context, status=status)
