"""The desks of the provider: inbox, work list, lists of documents."""

from django.urls import URLPattern, path

from macd.views import behalf, calendar, inbox, visit, worklist

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("operations/", worklist.operations, name="operations"),
    path("operations/calendar/", calendar.calendar, name="calendar"),
    path("operations/visits/<uuid:public_id>/", visit.visit, name="visit"),
    path("operations/visits/<uuid:public_id>/<slug:what>/", visit.visit_do, name="visit_do"),
    path("documents/new/for/", behalf.customer_new, name="customer_new"),
]
