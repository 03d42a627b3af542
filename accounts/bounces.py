"""Reading the mail that a mail server sends back (RFC 3464): whose address failed for good."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message

REPORT = "message/delivery-status"


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient that a mail server gave up on."""

    address: str
    reason: str


class NoBounce(Exception):
    """The mail is no report of a delivery that failed."""


def bounces_in(raw: bytes) -> list[Bounce]:
    """Return the recipients that failed for good; delays and successes are passed over.

    Raises NoBounce for any other mail, such as an out-of-office reply.
    """
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    reports = [part for part in mail.walk() if part.get_content_type() == REPORT]
    if not reports:
        raise NoBounce("This mail is no delivery report.")
    return [bounce for report in reports for bounce in _failures(report)]


def _failures(report: EmailMessage) -> Iterator[Bounce]:
    """The groups of fields after the first one are about a recipient each."""
    groups = report.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if not isinstance(group, Message):
            continue
        status = str(group.get("Status", "")).strip()
        failed = str(group.get("Action", "")).strip().lower() == "failed"
        address = str(group.get("Final-Recipient", "")).rpartition(";")[2].strip()
        if failed and status.startswith("5") and "@" in address:
            words = str(group.get("Diagnostic-Code", "")).rpartition(";")[2].strip()
            yield Bounce(address.lower(), " ".join(f"{status} {words}".split())[:400])
