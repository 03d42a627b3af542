"""Keeping the installation running: what is owed to the outside, and how it stands."""

from django.urls import URLPattern, path

from macd.views.administration import owed, webhooks

urlpatterns: list[URLPattern] = [
    path("manage/messages/", owed.owed_messages, name="owed_messages"),
    path("manage/messages/retry/", owed.owed_retry, name="owed_retry_all"),
    path("manage/messages/<int:message>/", owed.owed_message, name="owed_message"),
    path("manage/messages/<int:message>/retry/", owed.owed_retry, name="owed_retry"),
    path("manage/messages/<int:message>/drop/", owed.owed_drop, name="owed_drop"),
    path("manage/webhooks/", webhooks.webhooks, name="webhooks"),
    path("manage/webhooks/<int:webhook>/", webhooks.webhook, name="webhook"),
    path("manage/webhooks/<int:webhook>/remove/", webhooks.remove, name="webhook_remove"),
    path("manage/webhooks/<int:webhook>/secret/", webhooks.secret, name="webhook_secret"),
    path("manage/webhooks/<int:webhook>/try/", webhooks.try_now, name="webhook_try"),
    path(
        "manage/webhooks/<int:webhook>/deliveries/<int:attempt>/",
        webhooks.redeliver,
        name="webhook_redeliver",
    ),
]
