"""Django's administration with the site of this house."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """The app `admin` with `accounts.rights.Administration` as its site."""

    default_site = "accounts.rights.Administration"
