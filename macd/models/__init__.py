"""The things of a MACD document; one module for each group that changes together."""

from macd.models.appointment import Appointment, AppointmentTechnician
from macd.models.approval import Approval, ConsentWording, Signature
from macd.models.company import CompanyRule
from macd.models.desk import ReplyTemplate, SavedView, Snooze
from macd.models.discussion import Attachment, Comment, FieldChange
from macd.models.document import Document, DocumentEvent, DocumentVersion, IdempotencyKey
from macd.models.line import Line, LineRelation
from macd.models.notification import Notification
from macd.models.porting import NumberPort
from macd.models.presence import Presence
from macd.models.printout import Printout
from macd.models.rendering import Rendering
from macd.models.returning import HardwareReturn
from macd.models.section import Section
from macd.models.wait import Wait

__all__ = [
    "Appointment",
    "AppointmentTechnician",
    "Approval",
    "Attachment",
    "Comment",
    "CompanyRule",
    "ConsentWording",
    "Document",
    "DocumentEvent",
    "DocumentVersion",
    "FieldChange",
    "HardwareReturn",
    "IdempotencyKey",
    "Line",
    "LineRelation",
    "Notification",
    "NumberPort",
    "Presence",
    "Printout",
    "Rendering",
    "ReplyTemplate",
    "SavedView",
    "Section",
    "Signature",
    "Snooze",
    "Wait",
]
