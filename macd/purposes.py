"""What the files of a request are for: those that people add, and those that are rendered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FilePurpose(models.TextChoices):
    """What a file shows."""

    FLOOR_PLAN = "floor_plan", _("Floor plan")
    PHOTO = "photo", _("Photo of the place")
    PERMISSION = "permission", _("Permission of the landlord")
    MANDATE = "mandate", _("Signed mandate to take over numbers")
    OTHER = "other", _("Something else")


class Purpose(models.TextChoices):
    """What a rendered file of a version is for."""

    PREVIEW = "preview", _("Preview")
    SEALED = "sealed", _("Sealed document")
