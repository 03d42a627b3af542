"""The bell, what is mailed, and who is told of what."""

from django.urls import URLPattern, path

from macd.views.notifying import calendars, matrix, newsletter, notifications

urlpatterns: list[URLPattern] = [
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_all, name="notifications_read_all"),
    path("notifications/address/", notifications.try_address, name="notifications_try_address"),
    path("notifications/choices/", notifications.notification_choices, name="notification_choices"),
    path("notifications/stop/<str:token>/", notifications.stop_mails, name="notifications_stop"),
    path(
        "notifications/<int:notification>/open/",
        notifications.open_notification,
        name="notification_open",
    ),
    path("notifications/calendar/", calendars.calendar_address, name="calendar_address"),
    path("notifications/calendar/end/", calendars.end_address, name="calendar_end"),
    path("notifications/newsletter/", newsletter.newsletter_choose, name="newsletter_choose"),
    path("newsletter/<str:token>/", newsletter.newsletter_link, name="newsletter_link"),
    path(
        "manage/notifications/newsletter.csv",
        newsletter.newsletter_export,
        name="newsletter_export",
    ),
    path("calendar/<str:token>.ics", calendars.calendar, name="calendar_feed"),
    path("manage/notifications/", matrix.notification_matrix, name="notification_matrix"),
]
