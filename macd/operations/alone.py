"""What the clock does to many things: each by itself, so that one that fails stops no other."""

import logging
from collections.abc import Callable

from accounts.tenancy import as_system

logger = logging.getLogger(__name__)


def done_alone(work: Callable[[], bool], *, what: str) -> bool:
    """Do one of many as the provider itself, in a transaction of its own; say whether it was done.

    An error is written to the log under ``what`` and undoes only this one: the clock comes again.
    """
    try:
        with as_system():
            return work()
    except Exception:
        logger.exception("What time does was not done: %s.", what)
        return False
