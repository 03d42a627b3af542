"""The room of stored files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Files kept by the hash of their bytes."""

    name = "files"
    verbose_name = _("files")
