"""Indexation: prices of all services raised from a day on, as a job that stays to be looked at."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.clock import now
from macd import policy, queries
from macd.forms.importing import IndexationForm
from macd.refusals import StepDenied
from macd.views.common import new_key, tell_beside, write_once
from macd.views.inventory.importing import reader
from services.events import to_index
from services.indexing import start_indexation
from services.models import JobStatus

MOST = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indexation(request: HttpRequest) -> HttpResponse:
    """Say by how much and from when, see how many services that is, do it; auditors read."""
    standing = reader(request)
    form = IndexationForm(request.POST if request.method == "POST" else None)
    count = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if request.POST.get("go") == "do":

            def write() -> str:
                start_indexation(
                    percent=values["percent"],
                    on=values["on"],
                    customer_id=None,
                    person_id=standing.person_id,
                    at=now(),
                )
                return reverse("indexation")

            try:
                return write_once(request, write)
            except StepDenied as denied:
                tell_beside(form, denied)
        else:
            count = len(to_index(customer_ids=None, on=values["on"]))
    jobs = list(queries.jobs_of("indexation")[:MOST])
    page = {
        "keeps": policy.keeps_inventory(standing),
        "form": form,
        "count": count,
        "jobs": jobs,
        "working": any(job.status in (JobStatus.WAITING, JobStatus.RUNNING) for job in jobs),
        "idempotency_key": new_key(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "macd/inventory/indexation.html", page, status=status)
