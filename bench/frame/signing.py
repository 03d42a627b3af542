"""A company whose documents get signed, for campaigns; imported once Django is set up."""

import time
from collections.abc import Collection
from dataclasses import dataclass

from accounts.tenancy import as_system
from files.models import StoredFile
from files.storage import read
from macd.models import DocumentEvent, Rendering
from macd.vocabulary import Purpose, Step
from outbox.models import Message, State
from signing.models import SealedFile
from signing.verify import Finding, verify_pdf
from tests.macd import make

ENDLESS_LINES = 12_000


@dataclass(frozen=True)
class Standing:
    """How many documents were sealed once, never, twice; and what is wrong with the files."""

    once: int
    never: int
    twice: int
    not_genuine: int
    wrong_starts: int


class Office:
    """Signs one document after another, each about a service of its own."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        with as_system():
            self.world = make.world()

    def sign(self) -> str:
        """Take a new document from draft to signature; return its number. Its seal is owed.

        One company and its provider's people sign all: each more of them would be told of all.
        """
        with as_system():
            self.world = make.replace_service(self.world)
            document = make.agreed(self.world, make.change(self.world))
        self.numbers.append(document.number)
        return document.number

    def wait_until_idle(self) -> None:
        """Wait until the queue owes nothing more."""
        while Message.objects.filter(state=State.PENDING).exists():
            time.sleep(0.2)

    def unsealed(self, numbers: Collection[str]) -> list[str]:
        """Return those of the documents whose sealed file is not recorded yet."""
        return unsealed(numbers)

    def poison(self, number: str, *, endless: bool = False) -> None:
        """Make a document that cannot be rendered: it lacks a part, or has lines without end."""
        with as_system():
            row = Rendering.objects.get(document__number=number, purpose=Purpose.SEALED)
            offices = row.render_input["offices"]
            lines = offices[0]["lines"] * ENDLESS_LINES
            row.render_input["offices"] = [offices[0] | {"lines": lines}] if endless else None
            row.save(update_fields=["render_input"])

    def seconds_in_hand(self, numbers: Collection[str]) -> list[float]:
        """Return how long a worker had each sealed document in hand, from start to record."""
        with as_system():
            made = Rendering.objects.filter(
                purpose=Purpose.SEALED, document__number__in=list(numbers)
            ).values_list("document__number", "made_at")
            began = {number: at for number, at in made if at is not None}
        ended = Message.objects.filter(channel="seal", subject__in=began, state=State.SENT)
        return [
            (at - began[number]).total_seconds()
            for number, at in ended.values_list("subject", "sent_at")
            if at is not None
        ]

    def standing(self) -> Standing:
        """Count what became of every document that was signed here."""
        counts = {
            number: SealedFile.objects.filter(seal__reference=number).count()
            for number in self.numbers
        }
        with as_system():
            starts = [
                DocumentEvent.objects.filter(
                    document__number=number, step=Step.START_DELIVERY
                ).count()
                for number in self.numbers
            ]
        return Standing(
            once=sum(count == 1 for count in counts.values()),
            never=sum(count == 0 for count in counts.values()),
            twice=sum(count > 1 for count in counts.values()),
            not_genuine=not_genuine(self.numbers),
            wrong_starts=sum(count != 1 for count in starts),
        )


def unsealed(numbers: Collection[str]) -> list[str]:
    """Return those of the documents whose sealed file is not recorded yet."""
    with as_system():
        return list(
            Rendering.objects.filter(
                purpose=Purpose.SEALED,
                stored_file__isnull=True,
                document__number__in=list(numbers),
            ).values_list("document__number", flat=True)
        )


def not_genuine(numbers: Collection[str]) -> int:
    """Count the documents whose sealed file is missing, or not found genuine."""
    with as_system():
        return sum(not _is_genuine(number) for number in numbers)


def _is_genuine(number: str) -> bool:
    entry = SealedFile.objects.filter(seal__reference=number).first()
    if entry is None:
        return False
    stored = StoredFile.objects.get(pk=entry.stored_file_id)
    return verify_pdf(read(stored)).verdict == Finding.GENUINE
