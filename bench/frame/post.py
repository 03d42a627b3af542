"""The mail server of a campaign: its own, at an address that a shared installation knows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.mailserver import MailServer, mail_server

PORT = "BENCH_MAIL_PORT"
"""Where an installation that campaigns share sends its mails."""


@contextmanager
def receiving() -> Iterator[tuple[MailServer, dict[str, str]]]:
    """Give the mail server, and the variables with which an installation sends there."""
    with mail_server(port=int(os.environ.get(PORT, "0"))) as server:
        yield server, {"EMAIL_URL": server.url}
