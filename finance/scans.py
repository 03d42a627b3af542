"""Scans of letters and mails: looked at as every file from outside, and kept by hash."""

from datetime import datetime

from django.utils.translation import gettext as _

from files.models import StoredFile
from files.scanning import refuse_infected
from files.storage import store
from files.uploads import UploadRefused, take_in
from macd.kinds import Problem
from macd.refusals import Unsound


def keep_scan(*, content: bytes, customer_id: int, at: datetime) -> StoredFile:
    """Store a scan; its name is ours, so that nothing of the sender's is trusted.

    Raises Unsound for what is too large, no PDF or picture, infected, or holds something else.
    """
    try:
        refuse_infected(content)
        taken = take_in(content=content, name=_("notice"))
    except UploadRefused as refused:
        raise Unsound(str(refused), problems=[Problem("scan", str(refused))]) from refused
    return store(
        content=taken.content,
        customer_id=customer_id,
        name=taken.name,
        media_type=taken.media_type,
        at=at,
    )
