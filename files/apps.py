"""Registration of this room with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Files."""

    name = "files"
    verbose_name = _("Files")
    default_auto_field = "django.db.models.BigAutoField"
