"""Customers, people, memberships, roles and sign-in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "accounts"
    verbose_name = _("Customers and people")
    default_auto_field = "django.db.models.BigAutoField"
