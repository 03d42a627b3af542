"""An outbox whose channels are handled by the tests."""

from collections.abc import Generator
from typing import Any

import pytest

from tests.outbox import handlers


@pytest.fixture(autouse=True)
def channels(settings: Any) -> Generator[None]:
    """Name the tests' handlers, and forget what they saw before."""
    settings.OUTBOX_CHANNELS = {
        "mail": "tests.outbox.handlers.remember",
        "seal": "tests.outbox.handlers.remember",
        "refusing": "tests.outbox.handlers.refuse",
        "useless": "tests.outbox.handlers.find_nobody",
        "picky": "tests.outbox.handlers.refuse_what_is_poisoned",
        "settling": "tests.outbox.handlers.write_and_settle",
        "mailing": "tests.outbox.handlers.mail_it",
        "killing": "tests.outbox.handlers.kill_this_process",
        "losing": "tests.outbox.handlers.write_and_lose",
    }
    handlers.seen.clear()
    yield
    handlers.seen.clear()
