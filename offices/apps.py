"""Django's registration of the offices app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    """Offices, their contacts, and which memberships see which of them."""

    name = "offices"
    verbose_name = _("Offices")
    default_auto_field = "django.db.models.BigAutoField"
