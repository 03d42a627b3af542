"""The addresses of documents, offices, services, inbox and work lists."""

from django.urls import include, path

from macd.views import style

urlpatterns = [
    path("", include("macd.urls.customer")),
    path("", include("macd.urls.document")),
    path("", include("macd.urls.desks")),
    path("", include("macd.urls.selfservice")),
    path("", include("macd.urls.inventory")),
    path("", include("macd.urls.operating")),
    path("", include("macd.urls.notifying")),
    path("manage/style/", style.style, name="style"),
]
