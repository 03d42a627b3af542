"""The roles people can have, at a customer and with the provider."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CustomerRole(TextChoices):
    """What a person may be for a customer; one membership holds one or more."""

    REQUESTER = "requester", _("Requester")
    SIGNATORY = "signatory", _("Signatory")
    FLEET_ADMINISTRATOR = "fleet_administrator", _("Fleet administrator")
    UC_ADMINISTRATOR = "uc_administrator", _("UC administrator")
    COMPANY_ADMINISTRATOR = "company_administrator", _("Company administrator")
    VIEWER = "viewer", _("Viewer")
    PARTNER = "partner", _("IT partner")


class StaffRole(TextChoices):
    """What a person may be with the provider."""

    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    LEAD = "lead", _("Team lead")
    OPERATIONS = "operations", _("Operations")
    FINANCE = "finance", _("Finance")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


class Scope(TextChoices):
    """Which of the customer's documents and offices a membership reaches."""

    ALL = "all", _("All offices")
    OFFICES = "offices", _("Named offices")
    OWN = "own", _("Own requests")


class Roled:
    """What holds roles of a customer, by their codes."""

    roles: Any

    @property
    def role_names(self) -> list[str]:
        """The roles as people read them."""
        return [str(CustomerRole(role).label) for role in self.roles]
