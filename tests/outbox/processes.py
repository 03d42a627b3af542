"""How a process that a test starts finds this test's database and channels."""

import os

from django.conf import settings
from django.db import connection


def environment_of_a_process() -> dict[str, str]:
    """Return the environment for `manage.py` on the database of the running test."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.outbox.process_settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "PYTHONPATH": str(settings.BASE_DIR),
    }
