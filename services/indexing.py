"""Indexation of prices as a job: every service of one customer, or of all, from a day on."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from services.events import index_service, to_index
from services.jobs import Progress, start_job
from services.models import Job, Service

SLICE = 100


@transaction.atomic
def start_indexation(
    *, percent: Decimal, on: date, customer_id: int | None, person_id: int, at: datetime
) -> Job:
    """Ask for it; a run of the same day and customers indexes no service twice."""
    whom = [customer_id] if customer_id else None
    run = f"INDEX-{on.isoformat()}"
    facts = {"percent": str(percent), "on": on.isoformat(), "customer": customer_id}
    total = len(to_index(customer_ids=whom, on=on))
    return start_job(
        task="indexation", subject=run, person_id=person_id, at=at, total=total, facts=facts
    )


def index(job: Job, at: datetime) -> Progress:
    """Index a slice of the services."""
    on, customer_id = date.fromisoformat(job.facts["on"]), job.facts["customer"]
    ids = to_index(customer_ids=[customer_id] if customer_id else None, on=on)
    services = Service.objects.filter(pk__in=ids[job.done : job.done + SLICE])
    changed = sum(
        index_service(
            service=service,
            percent=Decimal(job.facts["percent"]),
            on=on,
            run=job.subject,
            person_id=job.person_id,
            at=at,
        )
        for service in services.order_by("pk")
    )
    done = min(job.done + SLICE, len(ids))
    result = {"changed": job.result.get("changed", 0) + changed}
    return Progress(done, len(ids), finished=done >= len(ids), result=result)
