"""Files that belong to a request: added by either side while it is open, taken out of a draft."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.standing import Standing
from files.scanning import refuse_infected
from files.storage import plain_name, store
from files.uploads import UploadRefused, take_in
from macd import policy, queries
from macd.kinds import Problem
from macd.models import Attachment, Document
from macd.operations.recording import record_event
from macd.refusals import NotPermitted, StepDenied, Unsound
from macd.vocabulary import Actor, FilePurpose, Happening, Side, Status

MOST_FILES = 20


@transaction.atomic
def attach_file(
    *,
    document: Document,
    purpose: str,
    name: str,
    content: bytes,
    by: Standing,
    at: datetime,
) -> Attachment:
    """Add a file to a request. The same file twice is one.

    Raises NotPermitted for who only reads, Unsound for a file that is not taken in.
    """
    now = queries.locked(document.pk)
    side = policy.comments_as(by, now)
    if side is None or now.is_final:
        raise NotPermitted(_("You cannot add files to this request."))
    if purpose not in FilePurpose.values:
        raise _refused("purpose", _("Say what the file shows."))
    if now.attachments.count() >= MOST_FILES:
        message = _("A request has at most %(most)s files. Take one out first.")
        raise _refused("file", message % {"most": MOST_FILES})
    try:
        taken = take_in(content=content, name=plain_name(name))
        refuse_infected(content)
    except UploadRefused as refused:
        raise _refused("file", str(refused)) from refused
    sha256 = hashlib.sha256(taken.content).hexdigest()
    there = now.attachments.filter(stored_file__sha256=sha256, purpose=purpose).first()
    if there is not None:
        return there
    stored = store(
        content=taken.content,
        customer_id=now.customer_id,
        name=taken.name,
        media_type=taken.media_type,
        at=at,
    )
    attachment = Attachment.objects.create(
        customer_id=now.customer_id,
        document=now,
        stored_file=stored,
        purpose=purpose,
        name=taken.name,
        by_id=by.person_id,
        at=at,
        version=now.version,
    )
    _record(now, Happening.ATTACH, attachment, side, by=by, at=at)
    return attachment


def _refused(path: str, message: str) -> Unsound:
    return Unsound(message, problems=[Problem(path, message)])


@transaction.atomic
def remove_file(*, document: Document, public_id: UUID, by: Standing, at: datetime) -> None:
    """Take a file out of a draft. What the other side has seen stays."""
    now = queries.locked(document.pk)
    side = policy.comments_as(by, now)
    if side is None or not policy.may_edit(by, now):
        raise NotPermitted(_("You cannot take files out of this request."))
    if now.status != Status.DRAFT:
        raise StepDenied(_("A file that was sent stays with the request."))
    attachment = now.attachments.filter(public_id=public_id).first()
    if attachment is None:
        raise StepDenied(_("This file is not there any more."))
    _record(now, Happening.DETACH, attachment, side, by=by, at=at)
    attachment.delete()


def _record(
    document: Document,
    what: Happening,
    attachment: Attachment,
    side: Side,
    *,
    by: Standing,
    at: datetime,
) -> None:
    record_event(
        document=document,
        step=what,
        at=at,
        by=by,
        actor=Actor.READER if side == Side.CUSTOMER else Actor.ACCOUNT_MANAGER,
        facts={"name": attachment.name, "sha256": attachment.stored_file.sha256},
    )
