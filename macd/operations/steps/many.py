"""One step on many documents: what would become of each, then what became of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from accounts.standing import Standing
from macd.models import Document, ReplyTemplate
from macd.operations.desk.keeping import snooze
from macd.operations.steps.stepping import take_step
from macd.refusals import Stale, StepDenied
from macd.wording import status_in_words

MOST = 50


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done to each: a step with its words, or a day until which it is snoozed.

    ``reply`` are ready words; each customer gets them in their own language, after ``note``.
    """

    step: str = ""
    note: str = ""
    reply: ReplyTemplate | None = None
    until: date | None = None

    def words_for(self, document: Document) -> str:
        """What is said about one document."""
        ready = self.reply.text_in(document.language) if self.reply else ""
        return "\n\n".join(text for text in (self.note, ready) if text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became, or would become, of one document; ``why`` is empty where it is done."""

    document: Document
    why: str = ""
    details: tuple[str, ...] = ()
    is_elsewhere: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it was, or can be, done."""
        return not self.why


def rehearse(
    *, documents: Sequence[Document], task: Task, by: Standing, at: datetime
) -> list[Outcome]:
    """Try the task on each document and undo it again: exactly what would happen, nothing kept."""

    def tried(document: Document) -> None:
        with transaction.atomic():
            _do(document, task, seen=document.content_hash, by=by, at=at)
            transaction.set_rollback(True)

    outcomes = [_outcome(document, tried) for document in documents[:MOST]]
    return [_plainly(outcome) for outcome in outcomes]


def _plainly(outcome: Outcome) -> Outcome:
    """Nobody was first here: a step that its status does not have is said by the status alone."""
    if not outcome.is_elsewhere:
        return outcome
    status = status_in_words(outcome.document.status, staff=True)
    why = gettext("Not possible while the request is “%(status)s”.") % {"status": status}
    return Outcome(outcome.document, why)


def do_to_many(
    *,
    documents: Sequence[Document],
    task: Task,
    seen: dict[str, tuple[str, int]],
    by: Standing,
    at: datetime,
) -> list[Outcome]:
    """Do the task to each document by itself: one that is refused holds no other back.

    ``seen`` is what was on the screen by number, content hash and revision: whatever changed
    since is refused, as it is for a single one (rule 12).
    """

    def done(document: Document) -> None:
        content_hash, revision = seen.get(document.number, ("", 0))
        _do(document, task, seen=content_hash, revision=revision, by=by, at=at)

    return [_outcome(document, done) for document in documents[:MOST]]


def _outcome(document: Document, do: Callable[[Document], None]) -> Outcome:
    try:
        do(document)
    except StepDenied as denied:
        why = str(denied.message)
        details = tuple(dict.fromkeys(str(problem.message) for problem in denied.problems))
        elsewhere = isinstance(denied, Stale)
        return Outcome(document, why, tuple(each for each in details if each != why), elsewhere)
    return Outcome(document)


def _do(
    document: Document,
    task: Task,
    *,
    seen: str,
    by: Standing,
    at: datetime,
    revision: int | None = None,
) -> None:
    if task.until is not None:
        snooze(document=document, until=task.until, by=by, at=at)
        return
    take_step(
        document=document,
        step=task.step,
        by=by,
        at=at,
        seen=seen,
        revision=revision,
        note=task.words_for(document),
    )
