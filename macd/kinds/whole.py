"""What contradicts the rules in a document; an amendment is judged with what goes on beside it."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from macd.amendments import touched_by, untouched_by
from macd.kinds.base import KindRules
from macd.kinds.problem import Problem
from macd.models import Document, Line


def problems_in(rules: KindRules, document: Document, *, on: datetime.date) -> Iterator[Problem]:
    """What a kind's rules say of a document on a day.

    An amendment holds the changed items only. Its own answers are judged by themselves, such as
    the day that is wanted; its items together with those that go on as they were signed. What is
    wrong with these together without the amendment as well, such as an item that could not be
    delivered, is not for it to mend.
    """
    if document.root_id is None:
        yield from rules.problems(document, on=on)
        return
    own = list(document.lines.all())
    numbers = {line.number for line in own}
    yield from (p for p in rules.problems(document, on=on) if _is_answer(p))
    with judged_with(document, [*own, *untouched_by(document)]):
        together = list(rules.problems(document, on=on))
    whole = [p for p in together if not _is_answer(p) and _is_about(p, numbers)]
    if any(_is_of_all(problem) for problem in whole):
        with judged_with(document, [*touched_by(document), *untouched_by(document)]):
            before = {(p.path, str(p.message)) for p in rules.problems(document, on=on)}
        whole = [p for p in whole if not (_is_of_all(p) and (p.path, str(p.message)) in before)]
    yield from whole


@contextmanager
def judged_with(document: Document, lines: Sequence[Line]) -> Iterator[None]:
    """Let the document's lines be these for a while, for who reads them from it."""
    own = list(document.lines.all())
    try:
        _let_lines_be(document, lines)
        yield
    finally:
        _let_lines_be(document, own)


def _let_lines_be(document: Document, lines: Sequence[Line]) -> None:
    queryset = Line.objects.filter(document=document)
    queryset._result_cache = list(lines)
    document._prefetched_objects_cache["lines"] = queryset  # type: ignore[attr-defined]


def _is_answer(problem: Problem) -> bool:
    return problem.path.startswith("request.")


def _is_of_all(problem: Problem) -> bool:
    """Whether a problem is one of all items together."""
    return problem.path == "lines"


def _is_about(problem: Problem, numbers: set[int]) -> bool:
    """Whether a problem is one of these items, or of all of them together."""
    head, _dot, rest = problem.path.partition(".")
    return head != "line" or int(rest.split(".")[0]) in numbers
