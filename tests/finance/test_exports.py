"""Sheets that are prepared slice by slice; their totals are those of their rows."""

import re
import zipfile
from datetime import timedelta

import pytest

from accounts.clock import now
from finance import exports, report
from finance.models import ExportPart
from macd.sheets import PAGE
from macd.templatetags.macd_format import money
from services.jobs import work_on
from services.models import JobStatus
from tests.macd import make

URL = "/cancellations/exports/"


@pytest.fixture
def signed(world):
    """Five documents that were signed in the month."""
    for _time in range(5):
        make.agreed(world, make.change(make.replace_service(world)))


def cells(content):
    with content, zipfile.ZipFile(content) as book:
        page = book.read(PAGE).decode()
    rows = re.findall("<row>(.*?)</row>", page)
    return [re.findall(r"<v>(.*?)</v>|preserve\">(.*?)</t>|<c(/)>", row) for row in rows]


def prepared(world, **query):
    return exports.start_export(
        what="month", query=query, count=5, person_id=world.finance.pk, language="en", at=make.AT
    )


def test_each_slice_tells_how_far_it_is_and_the_total_is_that_of_the_rows(
    world, signed, monkeypatch
):
    monkeypatch.setattr(exports, "SLICE", 2)
    job = prepared(world, month="2026-03")
    seen = []
    for _slice in range(3):
        job = work_on(job, at=make.AT)
        seen.append((job.done, job.total, job.percent, job.status))
    assert seen == [
        (2, 5, 40, JobStatus.RUNNING),
        (4, 5, 80, JobStatus.RUNNING),
        (5, 5, 100, JobStatus.DONE),
    ]
    assert work_on(job, at=make.AT).done == 5
    head, *body, total = cells(exports.sheet_of(job))
    assert (len(body), len(head)) == (5, 9)
    worth = [float(row[-1][0]) for row in body]
    assert (
        float(total[-1][0])
        == sum(worth)
        == report.figure_of(make.TODAY.replace(day=1), "changed")[1]
    )


def test_what_is_empty_has_a_head_and_a_total(world):
    job = work_on(prepared(world, what="added"), at=make.AT)
    assert (job.status, job.percent) == (JobStatus.DONE, 0)
    assert len(cells(exports.sheet_of(job))) == 2


def test_old_sheets_are_forgotten(world, signed):
    work_on(prepared(world), at=make.AT)
    assert exports.forget_exports(at=make.AT + exports.KEPT) == 0
    assert exports.forget_exports(at=make.AT + exports.KEPT + timedelta(days=1)) == 1


def test_a_long_table_is_prepared_and_a_short_one_comes_at_once(
    world, signed, case, browser, monkeypatch
):
    client = browser(world.finance)
    assert b"prepare-sheet" not in client.get("/cancellations/report/").content
    for module in ("finance.views.report", "finance.views.desk"):
        monkeypatch.setattr(f"{module}.AT_ONCE", 0)
    assert b"prepare-sheet" in client.get("/cancellations/").content
    assert b"prepare-sheet" in client.get("/cancellations/report/").content
    asked = {"what": "desk", "query": "?queue=open", "idempotency_key": "k1"}
    for _double in range(2):
        assert client.post(URL, asked).status_code == 302
    [job] = exports.Job.objects.all()
    page = client.get(URL).content.decode()
    assert "<progress" in page
    assert client.get(f"{URL}{job.public_id}/").status_code == 404
    work_on(job, at=now())
    page = client.get(URL).content.decode()
    assert "<progress" not in page
    answer = client.get(f"{URL}{job.public_id}/")
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"PK")
    assert money(case.monthly) in client.get("/cancellations/").content.decode()
    ExportPart.objects.all().delete()
    assert client.get(f"{URL}{job.public_id}/").status_code == 404
    assert client.post(URL, {"what": "x"}).status_code == 400
    assert browser(world.signatory).get(URL).status_code == 403
