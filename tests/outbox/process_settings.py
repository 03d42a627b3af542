"""Settings of the processes that tests start and kill: the test's database, the tests' channels."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
DATABASES.pop("owner", None)
EMAIL_BACKEND = "demo.mailbox.MailboxBackend"
OUTBOX_CHANNELS = {
    "mail": "tests.outbox.handlers.remember",
    "mailing": "tests.outbox.handlers.mail_it",
    "killing": "tests.outbox.handlers.kill_this_process",
}
