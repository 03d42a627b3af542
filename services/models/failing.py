"""What may fail, and says why to each reader in their language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.texts import in_language


class MayFail(models.Model):
    """Why it failed: in English or as a person wrote it, and by language where these differ.

    `services.texts.told_of` gives both.
    """

    failure = models.TextField(_("why it failed"), blank=True)
    failure_words = models.JSONField(_("why it failed, by language"), default=dict, blank=True)

    class Meta:
        abstract = True

    @property
    def why_failed(self) -> str:
        """Why it failed, in the language of the page; empty where it did not."""
        return in_language(self.failure_words) if self.failure_words else self.failure
