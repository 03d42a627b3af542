"""Extensions: the short numbers by which the users of a company ring each other."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.models import OfferingVersion, SelfServiceAction, SelfServiceTask, ServicePeriod
from services.models.selfservice import OPEN_ACTIONS

EXTENSION = "extension"
"""The setting by which the catalogue calls the number that rings a user inside the company."""

TAKEN = gettext_lazy("%(name)s has this extension already. Choose another one.")
NAME = "user_name"


def extension_of(version: OfferingVersion, configuration: Mapping[str, Any]) -> str:
    """The extension of a user; empty for what is no user, and for a user without one."""
    if version.offering.licensed_by_id is None:
        return ""
    return str(configuration.get(EXTENSION) or "")


def holders_of(
    extensions: Collection[str], *, customer_id: int, on: date, but: Collection[int] = ()
) -> dict[str, str]:
    """By extension the name of who has it from that day, or is being added with it.

    One extension rings one user of a company. Who is tied to an office is not named: not
    everybody of the company sees each of its offices, and all see what is tied to none. ``but``
    are services that give theirs up. Where two may ask at the same moment, call with the
    customer's licences locked.
    """
    having = ServicePeriod.objects.filter(
        Q(valid__endswith=None) | Q(valid__endswith__gt=on),
        customer_id=customer_id,
        offering_version__offering__licensed_by__isnull=False,
        **{f"configuration__{EXTENSION}__in": list(extensions)},
    ).exclude(service__in=but)
    coming = SelfServiceAction.objects.filter(
        customer_id=customer_id,
        task=SelfServiceTask.ADD_USER,
        status__in=OPEN_ACTIONS,
        **{f"change__install__configuration__{EXTENSION}__in": list(extensions)},
    )
    held = "change__install__configuration"
    rows = [
        *coming.values_list(
            f"{held}__{EXTENSION}", f"{held}__{NAME}", "change__install__office_id"
        ),
        *having.values_list(f"configuration__{EXTENSION}", f"configuration__{NAME}", "office"),
    ]
    return {
        str(extension): name if name and office is None else _("Somebody")
        for extension, name, office in rows
    }


def named(configuration: Mapping[str, Any], *, otherwise: str) -> str:
    """What a user is called in a refusal."""
    return str(configuration.get(NAME) or otherwise)
