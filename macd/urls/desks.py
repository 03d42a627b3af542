"""The desks of the provider: inbox, work list, lists of documents."""

from django.urls import URLPattern, path

from macd.views import absences, behalf, calendar, inbox, reports, visit, worklist

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("operations/", worklist.operations, name="operations"),
    path("reports/", reports.report, name="reports"),
    path("reports/<slug:code>.csv", reports.report_csv, name="report_csv"),
    path("operations/absences/", absences.absences, name="absences"),
    path("operations/calendar/", calendar.calendar, name="calendar"),
    path("operations/visits/<uuid:public_id>/", visit.visit, name="visit"),
    path("operations/visits/<uuid:public_id>/<slug:what>/", visit.visit_do, name="visit_do"),
    path("documents/new/for/", behalf.customer_new, name="customer_new"),
]
