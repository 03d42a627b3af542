"""Leaving: the cases, talking first, giving notice."""

from django.urls import URLPattern, path

from finance.views import cases, notice, talk

urlpatterns: list[URLPattern] = [
    path("cancellations/", cases.cancellations, name="cancellations"),
    path("cancellations/talk/", talk.talk_to_us, name="talk_to_us"),
    path("cancellations/notice/", notice.give_notice, name="give_notice"),
    path("cancellations/<uuid:public_id>/", cases.cancellation, name="cancellation"),
]
