"""The desks of the provider: inbox, work list, lists of documents."""

from django.urls import URLPattern, path

from macd.views import behalf, inbox, worklist

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("operations/", worklist.operations, name="operations"),
    path("documents/new/for/", behalf.customer_new, name="customer_new"),
]
