"""Registration of this room with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigningConfig(AppConfig):
    """Seals."""

    name = "signing"
    verbose_name = _("Seals")
    default_auto_field = "django.db.models.BigAutoField"
