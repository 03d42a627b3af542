"""The desks of the provider: inbox, work list, lists of documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
