"""Races over the web: two people press at the same moment, on two processes of the server."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from accounts.models import Person
from accounts.tenancy import as_system
from bench.frame.customers import Company, Customers
from bench.frame.web import Answer, Visitor
from macd.models import Document, Rendering
from macd.sealing import make_preview
from macd.vocabulary import Purpose

DONE, TOO_LATE = 302, 409


@dataclass(frozen=True)
class Outcome:
    """What both were answered."""

    answers: list[Answer]
    by_one_key: bool = False

    @property
    def winners(self) -> int:
        """How many were told that it is done; the same form twice counts as one."""
        done = sum(answer.status == DONE for answer in self.answers)
        return 1 if self.by_one_key and done == len(self.answers) else done

    @property
    def is_told(self) -> bool:
        """Whether who lost was told so, with what happened instead."""
        return all(answer.status in {DONE, TOO_LATE} for answer in self.answers)

    @property
    def sent_again(self) -> int:
        """How often one was told that it did not go through just now, and sent it again."""
        return sum(answer.sent_again for answer in self.answers)

    @property
    def errors(self) -> int:
        """Answers that are no answer."""
        return sum(answer.status == 0 or answer.status >= 500 for answer in self.answers)


def _at_once(*works: Callable[[], Answer]) -> list[Answer]:
    """Do all at the same moment."""
    start = threading.Barrier(len(works))
    answers = [Answer(0)] * len(works)

    def do(index: int) -> None:
        start.wait(30)
        answers[index] = works[index]()

    threads = [threading.Thread(target=do, args=[index]) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def _seen(number: str) -> dict[str, str]:
    """What a page shows of a document, as its forms send it back."""
    with as_system():
        document = Document.objects.get(number=number)
    return {"content_hash": document.content_hash, "revision": str(document.revision)}


def _visitor(people: Customers, person: Person) -> Visitor:
    visitor = Visitor(person, port=people.port)
    visitor.sign_in()
    return visitor


def _press(visitor: Visitor, path: str, fields: dict[str, str]) -> Callable[[], Answer]:
    """Pressing a button of a page of one's own, which has its own key."""
    form = {**fields, "idempotency_key": uuid4().hex}
    return lambda: visitor.press(path, form)


def same_form_twice(people: Customers, company: Company, number: str) -> Outcome:
    """A double click: one page, one key."""
    form = {**_seen(number), "idempotency_key": uuid4().hex}
    clicks = [_visitor(people, company.world.requester) for _ in range(2)]
    path = f"/documents/{number}/check/"
    works = [lambda each=each: each.press(path, form) for each in clicks]
    return Outcome(_at_once(*works), by_one_key=True)


def two_tabs(people: Customers, company: Company, number: str) -> Outcome:
    """The same draft is sent from two tabs."""
    tabs = [_visitor(people, company.world.requester) for _ in range(2)]
    works = [_press(tab, f"/documents/{number}/check/", _seen(number)) for tab in tabs]
    return Outcome(_at_once(*works))


def two_approvals(people: Customers, company: Company, number: str) -> Outcome:
    """The account manager and the lead approve."""
    return _staff_race(people, company, number, "approve", "approve")


def approve_against_return(people: Customers, company: Company, number: str) -> Outcome:
    """One approves while the other asks for more."""
    return _staff_race(people, company, number, "approve", "return")


def _staff_race(people: Customers, company: Company, number: str, one: str, other: str) -> Outcome:
    people.submit(company, number)
    people.review(company, number)
    fields = {**_seen(number), "note": "A number, please.", "sections": "request"}
    pairs = ((company.world.manager, one), (company.world.lead, other))
    works = [
        _press(_visitor(people, person), f"/documents/{number}/steps/{step}/", fields)
        for person, step in pairs
    ]
    return Outcome(_at_once(*works))


def sign_against_withdraw(people: Customers, company: Company, number: str) -> Outcome:
    """The company's signatory signs what its requester withdraws."""
    people.submit(company, number)
    people.approve(company, number)
    with as_system():
        owed = Rendering.objects.get(document__number=number, purpose=Purpose.PREVIEW)
    make_preview(owed.pk, at=owed.owed_at)
    seen = _seen(number)
    works = [
        _press(
            _visitor(people, company.world.signatory),
            f"/documents/{number}/sign/",
            {**seen, "consent": "yes", "do": "sign"},
        ),
        _press(
            _visitor(people, company.world.requester),
            f"/documents/{number}/steps/withdraw/",
            {**seen, "note": "No longer needed."},
        ),
    ]
    return Outcome(_at_once(*works))


RACES = (
    same_form_twice,
    two_tabs,
    two_approvals,
    approve_against_return,
    sign_against_withdraw,
)
