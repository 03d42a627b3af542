"""The mails that the demonstration keeps instead of sending them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailboxMessage(models.Model):
    """One mail as one recipient would have received it."""

    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    message_id = models.CharField(_("message id"), max_length=250)
    headers = models.JSONField(_("headers"), default=dict)
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-id",)
        indexes = (models.Index("message_id", name="mailbox_message_id"),)

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
