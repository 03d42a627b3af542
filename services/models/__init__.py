"""The tables of this app, one module per subject."""

from services.models.agreement import Agreement
from services.models.cancellation import CancellationCase, CaseAgreement, CaseStatus, Channel
from services.models.catalogue import (
    Dependency,
    DependencyScope,
    Family,
    Offering,
    OfferingVersion,
    UpgradePath,
)
from services.models.claim import Claim, ClaimAction
from services.models.device import DevicePlan
from services.models.inventory import (
    InventoryEntry,
    Service,
    ServicePeriod,
    ServiceStatus,
    SourceKind,
)
from services.models.number import NumberStatus, NumberUse, ServiceNumber
from services.models.parameter import PolicyParameter

__all__ = [
    "Agreement",
    "CancellationCase",
    "CaseAgreement",
    "CaseStatus",
    "Channel",
    "Claim",
    "ClaimAction",
    "Dependency",
    "DependencyScope",
    "DevicePlan",
    "Family",
    "InventoryEntry",
    "NumberStatus",
    "NumberUse",
    "Offering",
    "OfferingVersion",
    "PolicyParameter",
    "Service",
    "ServiceNumber",
    "ServicePeriod",
    "ServiceStatus",
    "SourceKind",
    "UpgradePath",
]
