"""Addresses of the public verification pages."""

from django.urls import path

from signing import views

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verify_code, name="verify_code"),
]
