"""The worker looks after the seal key."""

from typing import Any

import pytest

from signing.tasks import watch_key
from signing.watching import noted_problem


@pytest.mark.django_db
def test_the_worker_logs_and_notes_what_is_wrong(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = "/nowhere/seal.pem"
    watch_key()
    assert "Documents cannot be sealed" in caplog.text
    assert "Documents cannot be sealed" in noted_problem()
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = ""
    watch_key()
    assert noted_problem() == ""
