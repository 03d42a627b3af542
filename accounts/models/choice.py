"""How a person wants to be told: per event, and when not at all."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.person import Person


class How(models.TextChoices):
    """How word of an event reaches a person's mailbox; under the bell it comes always."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("In a daily summary")
    OFF = "off", _("No mail")


class MailSettings(models.Model):
    """When a person is left in peace, and whether mail still reaches them. No row: always, yes."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="mail_settings"
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_reason = models.CharField(max_length=400, blank=True)
    bounced_address = models.EmailField(blank=True, max_length=254)
    # SHA-256 of the secret in the address of their calendar; empty where they have none.
    calendar_key = models.CharField(max_length=64, blank=True, default="", db_default="")
    newsletter_asked_at = models.DateTimeField(null=True, blank=True)
    newsletter_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_two_ends",
            ),
            models.UniqueConstraint(
                fields=["calendar_key"], condition=~Q(calendar_key=""), name="calendar_key_once"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.person_id}"


class EventChoice(models.Model):
    """What a person chose for one event; ``event`` is a code of the rooms above."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="event_choices")
    event = models.CharField(max_length=40)
    how = models.CharField(max_length=8, choices=How.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "event"), name="event_choice_once"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="event_choice_how"),
        )

    def __str__(self) -> str:
        return f"#{self.person_id} {self.event}: {self.how}"
