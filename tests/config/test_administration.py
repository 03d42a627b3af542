"""The administration is the one of this house."""

from django.apps import apps
from django.contrib import admin

from accounts.rights import Administration
from config.administration import AdministrationConfig


def test_the_app_brings_our_site():
    assert isinstance(apps.get_app_config("admin"), AdministrationConfig)
    assert isinstance(admin.site._wrapped or admin.site, Administration)
