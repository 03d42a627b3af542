"""The verdict of a campaign by SQL: the client's receipts beside the rows, mails and files."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from accounts.clock import shift
from accounts.tenancy import as_system
from bench.frame.clock import percentile
from outbox.mail import message_id_for
from outbox.models import Message, State

A_TRY = 60.0
"""Seconds within which a signed document is sealed, from the signature or from the last kill of
the worker that had it in hand: each try that was cut off may take as long."""

FATE = """
SELECT d.number, d.status,
       (SELECT count(*) FROM macd_documentevent e WHERE e.document_id = d.id AND e.step = 'submit'),
       (SELECT count(*) FROM macd_documentevent e WHERE e.document_id = d.id AND e.step = 'sign'),
       (SELECT count(*) FROM macd_signature s WHERE s.document_id = d.id),
       (SELECT count(*) FROM macd_rendering r WHERE r.document_id = d.id
                                                AND r.purpose = 'sealed'
                                                AND r.stored_file_id IS NOT NULL),
       (SELECT count(*) FROM signing_sealedfile f JOIN signing_seal s ON s.id = f.seal_id
                       WHERE s.reference = d.number),
       (SELECT count(*) FROM macd_documentevent e
                       WHERE e.document_id = d.id AND e.step = 'start_delivery'),
       (SELECT count(*) FROM outbox_message m WHERE m.subject = d.number AND m.channel = 'mail')
  FROM macd_document d WHERE d.number = ANY(%s)
"""
SEALING = """
SELECT attempts, extract(epoch FROM sent_at - (created_at - %s * interval '1 second'))
  FROM outbox_message
 WHERE channel = 'seal' AND subject = ANY(%s) AND state = 'sent'
"""


@dataclass(frozen=True, slots=True)
class Fate:
    """What the rows say about one document."""

    number: str
    status: str
    submits: int
    signs: int
    signatures: int
    renderings: int
    seals: int
    starts: int
    mails: int

    @property
    def is_whole(self) -> bool:
        """Whether what belongs together was written together."""
        return self.agrees and self.renderings == self.seals == self.starts

    @property
    def agrees(self) -> bool:
        """The same while its seal may still be under way."""
        return self.submits <= 1 and self.signatures == self.signs <= 1 and self.seals <= self.signs


def fates(numbers: Collection[str]) -> dict[str, Fate]:
    """Read what became of these documents."""
    with as_system(), connection.cursor() as cursor:
        cursor.execute(FATE, [list(numbers)])
        return {row[0]: Fate(*row) for row in cursor.fetchall()}


def documents_wrong(submitted: Collection[str], signed: Collection[str]) -> dict[str, int]:
    """Count every way in which receipts and rows disagree; all should be nought."""
    rows = fates({*submitted, *signed})
    told = Counter(rows[number].mails for number in signed if number in rows)
    usual = told.most_common(1)[0][0] if told else 0
    return {
        "lost_submissions": sum(
            number not in rows or rows[number].submits == 0 for number in submitted
        ),
        "lost_signatures": sum(number not in rows or rows[number].signs == 0 for number in signed),
        "written_twice": sum(row.submits > 1 or row.signs > 1 for row in rows.values()),
        "half_written": sum(not row.is_whole for row in rows.values()),
        "unsealed": sum(number not in rows or rows[number].seals == 0 for number in signed),
        "sealed_twice": sum(row.seals > 1 for row in rows.values()),
        # All are alike, so all owe as many mails: who has fewer has lost one before it was owed.
        "told_otherwise": sum(rows[number].mails != usual for number in signed if number in rows),
    }


def sealing_times(signed: Collection[str]) -> tuple[list[float], int]:
    """Seconds from each signature to its seal, and how many came later than their tries allow."""
    with as_system(), connection.cursor() as cursor:
        cursor.execute(SEALING, [shift().total_seconds(), list(signed)])
        rows = [(int(attempts), float(seconds)) for attempts, seconds in cursor.fetchall()]
    late = sum(seconds > A_TRY * attempts for attempts, seconds in rows)
    return [seconds for _attempts, seconds in rows], late


def mails_wrong(numbers: Collection[str], arrived: Mapping[str, int]) -> dict[str, int]:
    """Compare what is owed about these documents with what a mail server got, by Message-ID."""
    rows = list(Message.objects.filter(subject__in=list(numbers)))
    mails = [row for row in rows if row.channel == "mail"]
    counts = [arrived.get(message_id_for(row), 0) for row in mails if row.state == State.SENT]
    return {
        "mails_owed": len(mails),
        "mails_lost": sum(count == 0 for count in counts) + len(mails) - len(counts),
        "duplicates": sum(count - 1 for count in counts if count > 1),
        "waiting": sum(row.state == State.PENDING for row in rows),
        "need_attention": sum(row.state == State.ATTENTION for row in rows),
    }


def spread(values: list[float]) -> dict[int, float]:
    """The median, the slow and the slowest of some times."""
    return {share: percentile(values, share) for share in (50, 95, 99)} if values else {}
