"""Registration of this room with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MacdConfig(AppConfig):
    """Documents."""

    name = "macd"
    verbose_name = _("Documents")
    default_auto_field = "django.db.models.BigAutoField"
