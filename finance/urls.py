"""Leaving: the desk, the cases, talking first, giving notice, the month report."""

from django.urls import URLPattern, path

from finance.views import (
    calls,
    cases,
    desk,
    doing,
    exports,
    files,
    notice,
    planning,
    recording,
    report,
    talk,
)

CASE = "cancellations/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("cancellations/", desk.cancellations, name="cancellations"),
    path("cancellations/talk/", talk.talk_to_us, name="talk_to_us"),
    path("cancellations/calls/", calls.call_back, name="call_back"),
    path("cancellations/notice/", notice.give_notice, name="give_notice"),
    path("cancellations/record/", recording.record, name="record_notice"),
    path("cancellations/export/<slug:form>/", exports.desk_export, name="cancellations_export"),
    path("cancellations/exports/", exports.exports, name="exports"),
    path("cancellations/exports/<uuid:public_id>/", exports.export_file, name="export_file"),
    path("cancellations/report/", report.month_report, name="month_report"),
    path("cancellations/report/<slug:form>/", exports.month_export, name="month_export"),
    path(CASE, cases.cancellation, name="cancellation"),
    path(f"{CASE}ends/", planning.plan, name="cancellation_plan"),
    path(f"{CASE}letter/", files.letter, name="cancellation_letter"),
    path(f"{CASE}scan/", files.scan, name="cancellation_scan"),
    path(f"{CASE}do/<slug:action>/", doing.do, name="cancellation_do"),
]
