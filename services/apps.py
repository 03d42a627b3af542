"""Django's registration of the services app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    """Catalogue, agreements, inventory, claims, parameters and cancellation cases."""

    name = "services"
    verbose_name = _("Services")
    default_auto_field = "django.db.models.BigAutoField"
