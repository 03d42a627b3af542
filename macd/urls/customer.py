"""Home, offices, services, and starting and filling in a request."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
