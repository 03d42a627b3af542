"""Scans of letters and mails: what they may be, told by their content, and kept by hash."""

from datetime import datetime

from django.utils.translation import gettext as _

from files.models import StoredFile
from files.storage import store
from macd.kinds import Problem
from macd.refusals import Unsound

MOST_BYTES = 10 * 1024 * 1024
TYPES = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
}


def keep_scan(*, content: bytes, customer_id: int, at: datetime) -> StoredFile:
    """Store a scan; its name is ours, so that nothing of the sender's is trusted.

    Raises Unsound for what is too large, or neither PDF, PNG nor JPEG by its first bytes.
    """
    if len(content) > MOST_BYTES:
        raise _unsound(_("The file is larger than 10 MB."))
    for start, (media_type, ending) in TYPES.items():
        if content.startswith(start):
            return store(
                content=content,
                customer_id=customer_id,
                name=f"notice{ending}",
                media_type=media_type,
                at=at,
            )
    raise _unsound(_("Give a PDF, PNG or JPEG file."))


def _unsound(message: str) -> Unsound:
    return Unsound(message, problems=[Problem("scan", message)])
