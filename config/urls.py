"""Every address; each room brings its own list."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from accounts.admin import hide_foreign_models

ROOMS = ("macd", "finance", "signing", "accounts")

admin.site.site_header = admin.site.site_title = "MACD"
admin.site.empty_value_display = "–"
admin.site.enable_nav_sidebar = False
hide_foreign_models()

handler500 = "config.failing.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    *[path("", include(f"{room}.urls")) for room in ROOMS if find_spec(f"{room}.urls")],
    path("manage/", admin.site.urls),
]
if settings.DEMO and find_spec("demo.urls"):
    urlpatterns.append(path("", include("demo.urls")))
