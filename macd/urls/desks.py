"""The desks of the provider: inbox, work list, lists of documents."""

from django.urls import URLPattern, path

from macd.views import inbox

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
]
