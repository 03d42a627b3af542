"""Long work, slice by slice."""

from decimal import Decimal

import pytest

from outbox.models import Message
from services.indexing import start_indexation
from services.inventory import state_on
from services.jobs import JobFailed, Progress, start_job, work_on
from tests.accounts import make as accounts
from tests.services import make


def two_slices(job, at):
    return Progress(job.done + 1, 2, finished=job.done == 1, result={"slices": job.done + 1})


def hopeless(job, at):
    raise JobFailed("The file is empty.")


@pytest.fixture
def asked(system, settings):
    settings.JOBS = {
        **settings.JOBS,
        "slices": f"{__name__}.two_slices",
        "hopeless": f"{__name__}.hopeless",
    }
    person = accounts.staff("operations")

    def ask(task):
        return start_job(task=task, person_id=person.pk, at=make.AT, subject="X-1")

    return ask


def owed():
    return Message.objects.filter(channel="job").count()


def test_progress_is_kept_and_the_next_slice_is_owed(asked):
    job = asked("slices")
    assert owed() == 1
    job = work_on(job, at=make.AT)
    assert (job.status, job.done, job.total, job.percent, owed()) == ("running", 1, 2, 50, 2)
    job = work_on(job, at=make.AT)
    assert (job.status, job.done, job.result, owed()) == ("done", 2, {"slices": 2}, 2)


def test_what_has_ended_stays_as_it_is(asked):
    job = work_on(work_on(asked("slices"), at=make.AT), at=make.AT)
    assert work_on(job, at=make.AT).done == 2


def test_what_cannot_be_done_says_why(asked):
    job = work_on(asked("hopeless"), at=make.AT)
    assert (job.status, job.failure, job.ended_at) == ("failed", "The file is empty.", make.AT)


def test_unknown_work_is_refused(asked):
    with pytest.raises(KeyError):
        asked("dancing")


def test_indexation_raises_every_price_once(system):
    services = [make.installed(accounts.customer(), price="40") for _ in range(3)]
    facts = {
        "percent": Decimal(5), "on": make.TODAY, "customer_id": None,
        "person_id": accounts.staff("operations").pk, "at": make.AT,
    }  # fmt: skip
    job = work_on(start_indexation(**facts), at=make.AT)
    assert (job.status, job.done, job.result) == ("done", 3, {"changed": 3})
    again = work_on(start_indexation(**facts), at=make.AT)
    assert again.result == {"changed": 0}
    assert {state_on(one, make.TODAY).recurring_price for one in services} == {Decimal(42)}
