"""How requests, and the items of one, belong together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Bond(models.TextChoices):
    """How a request makes one whole with another (rules 28 and 36)."""

    SPLIT = "split", _("Another place to which the same office moves")
    BACK = "back", _("The way back of a temporary move")


class Relation(models.TextChoices):
    """How two lines belong together (TMF622 orderItemRelationship)."""

    RELOCATES_TO = "relocates_to", _("relocates to")
    RELIES_ON = "relies_on", _("relies on")
