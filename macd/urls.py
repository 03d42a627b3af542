"""The addresses of documents, inbox and work lists."""

from django.urls import path

from macd.views import style

urlpatterns = [
    path("manage/style/", style.style, name="style"),
]
