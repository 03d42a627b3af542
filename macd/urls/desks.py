"""The desks of the provider: inbox, work list, lists of documents."""

from django.urls import URLPattern, path

from macd.views.desk import bulk, doing, inbox, pane, people, replies, reports
from macd.views.draft import behalf
from macd.views.field import absences, calendar, returns, visit, worklist

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/views/", doing.view_save, name="view_save"),
    path("inbox/views/<int:pk>/remove/", doing.view_remove, name="view_remove"),
    path("inbox/many/", bulk.bulk, name="bulk"),
    path("inbox/words/", replies.replies, name="replies"),
    path("inbox/deputies/", people.deputies, name="deputies"),
    path("inbox/hand-over/", people.hand_over, name="hand_over"),
    path("documents/<slug:number>/pane/", pane.document_pane, name="document_pane"),
    path("documents/<slug:number>/words/", pane.document_replies, name="document_replies"),
    path("documents/<slug:number>/snooze/", doing.document_snooze, name="document_snooze"),
    path("operations/", worklist.operations, name="operations"),
    path("reports/", reports.report, name="reports"),
    path("reports/<slug:code>.csv", reports.report_csv, name="report_csv"),
    path("operations/absences/", absences.absences, name="absences"),
    path("operations/returns/", returns.returns, name="returns"),
    path("operations/calendar/", calendar.calendar, name="calendar"),
    path("operations/visits/<uuid:public_id>/", visit.visit, name="visit"),
    path("operations/visits/<uuid:public_id>/<slug:what>/", visit.visit_do, name="visit_do"),
    path("documents/new/for/", behalf.customer_new, name="customer_new"),
]
