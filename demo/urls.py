"""Pages that exist in the demonstration only."""

from django.urls import path

from demo import views

urlpatterns = [
    path("demo/mail/", views.mailbox, name="demo_mailbox"),
    path("demo/mail/<int:mail_id>/", views.mail, name="demo_mail"),
    path("demo/mail/<int:mail_id>/html/", views.mail_html, name="demo_mail_html"),
]
