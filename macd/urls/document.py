"""One document: reading it, discussing it, taking steps, its files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
