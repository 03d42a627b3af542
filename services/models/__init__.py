"""The tables of this app, one module per subject."""

from services.models.agreement import Agreement
from services.models.cancellation import (
    CancellationCase,
    CaseAgreement,
    CaseEvent,
    CaseOverride,
    CaseStatus,
    CaseStep,
    Channel,
    EndMode,
)
from services.models.catalogue import (
    Dependency,
    DependencyScope,
    Family,
    Offering,
    OfferingVersion,
    UpgradePath,
)
from services.models.claim import Claim, ClaimAction
from services.models.correction import Correction, CorrectionStatus
from services.models.device import DevicePlan
from services.models.discount import AgreementDiscount
from services.models.importing import ImportRow, InventoryImport
from services.models.inventory import (
    Cause,
    InventoryEntry,
    Service,
    ServicePeriod,
    ServiceStatus,
    SourceKind,
)
from services.models.job import Job, JobStatus
from services.models.number import NumberStatus, NumberUse, ServiceNumber
from services.models.parameter import PolicyParameter
from services.models.selfservice import (
    ActionStatus,
    BlockReason,
    SelfServiceAction,
    SelfServiceTask,
    Sim,
    SimStatus,
)

__all__ = [
    "ActionStatus",
    "Agreement",
    "AgreementDiscount",
    "BlockReason",
    "CancellationCase",
    "CaseAgreement",
    "CaseEvent",
    "CaseOverride",
    "CaseStatus",
    "CaseStep",
    "Cause",
    "Channel",
    "Claim",
    "ClaimAction",
    "Correction",
    "CorrectionStatus",
    "Dependency",
    "DependencyScope",
    "DevicePlan",
    "EndMode",
    "Family",
    "ImportRow",
    "InventoryEntry",
    "InventoryImport",
    "Job",
    "JobStatus",
    "NumberStatus",
    "NumberUse",
    "Offering",
    "OfferingVersion",
    "PolicyParameter",
    "SelfServiceAction",
    "SelfServiceTask",
    "Service",
    "ServiceNumber",
    "ServicePeriod",
    "ServiceStatus",
    "Sim",
    "SimStatus",
    "SourceKind",
    "UpgradePath",
]
