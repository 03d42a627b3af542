"""The room of seals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigningConfig(AppConfig):
    """Seals bytes, keeps the ledger of sealed files, tells genuine from altered."""

    name = "signing"
    verbose_name = _("signing")
