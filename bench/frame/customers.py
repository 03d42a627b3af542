"""People who send and sign many requests over the web, and keep a receipt for each answer."""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import Error, connections

from accounts.clock import now
from accounts.standing import standing_of
from accounts.tenancy import as_system
from bench.frame.web import Visitor
from macd import operations, queries
from macd.models import Document, Rendering
from macd.vocabulary import Purpose, Side, Status, Step
from tests.macd import make

T = TypeVar("T")

COMPANIES = 4
PATIENCE = 600.0
"""Seconds a client waits for the preview before it looks at the next request."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the client keeps of an accepted request: which, when it was answered, how fast."""

    number: str
    at: float
    seconds: float


@dataclass
class Company:
    """A customer with its people's sessions, and drafts that are ready to be sent."""

    world: make.World
    requester: Visitor
    signatory: Visitor
    drafts: list[str] = field(default_factory=list)


class Customers:
    """Companies whose people work at once; each has its own thread, and so its own sessions."""

    def __init__(self, *, port: int, companies: int = COMPANIES) -> None:
        self.port = port
        self.companies = [self._company() for _ in range(companies)]
        self.submitted: list[Receipt] = []
        self.signed: list[Receipt] = []
        self.refused: list[str] = []
        self.retried = 0
        self._lock = threading.Lock()

    def _company(self) -> Company:
        with as_system():
            world = make.world()
        people = [Visitor(one, port=self.port) for one in (world.requester, world.signatory)]
        for one in people:
            one.sign_in()
        return Company(world, requester=people[0], signatory=people[1])

    def prepare(self, count: int) -> None:
        """Write so many drafts, each about a service of its own."""
        for company in itertools.islice(itertools.cycle(self.companies), count):
            with as_system():
                company.world = make.replace_service(company.world)
                document = make.owed(company.world, make.change(company.world), Side.CUSTOMER)
                company.drafts.append(document.number)

    def work(self, *, until: Callable[[], bool] = lambda: False) -> None:
        """Send, have approved, and sign every draft, all companies at once."""
        threads = [
            threading.Thread(target=self._work_of, args=(company, until), daemon=True)
            for company in self.companies
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work_of(self, company: Company, until: Callable[[], bool]) -> None:
        # Two are under way: while the preview of one is made, the next is sent and approved.
        waiting: list[str] = []
        try:
            while (company.drafts or waiting) and not (until() and not waiting):
                if company.drafts and not until():
                    number = company.drafts.pop(0)
                    if self.submit(company, number):
                        self.approve(company, number)
                        waiting.append(number)
                if waiting and (len(waiting) > 1 or not company.drafts or until()):
                    self.sign(company, waiting.pop(0))
        finally:
            connections.close_all()

    def submit(self, company: Company, number: str) -> bool:
        """Send one; whether it was accepted."""
        seen = self._persist(lambda: Document.objects.get(number=number).content_hash)
        fields = {"content_hash": seen}
        return self._send(company.requester, f"/documents/{number}/check/", fields, self.submitted)

    def sign(self, company: Company, number: str) -> bool:
        """Sign one whose preview is there; whether it was accepted."""
        self._wait_for_preview(number)
        seen = self._persist(lambda: Document.objects.get(number=number).content_hash)
        fields = {"content_hash": seen, "consent": "yes", "do": "sign"}
        return self._send(company.signatory, f"/documents/{number}/sign/", fields, self.signed)

    def _send(
        self, visitor: Visitor, path: str, fields: dict[str, str], receipts: list[Receipt]
    ) -> bool:
        began = time.time()
        answer = visitor.send(path, fields)
        number = path.split("/")[2]
        accepted = answer.status == 302 and "/accounts/" not in answer.location
        with self._lock:
            self.retried += visitor.unanswered
            visitor.unanswered = 0
            if accepted:
                receipts.append(Receipt(number, time.time(), time.time() - began))
            else:
                self.refused.append(f"{path} {answer.status} {answer.location}")
                if len(self.refused) <= 5:
                    print(f"refused: {self.refused[-1]}", flush=True)
        return accepted

    def approve(self, company: Company, number: str) -> None:
        """The account manager's part, whatever is away meanwhile; each step taken once."""
        self.review(company, number)
        self._step(company, number, Step.APPROVE, Status.IN_REVIEW, seen=True)

    def review(self, company: Company, number: str) -> None:
        """The same, up to where it can be approved."""

        def completed() -> None:
            document = queries.whole(Document.objects.get(number=number).pk)
            make.owed(company.world, document, Side.PROVIDER)

        self._step(company, number, Step.TAKE_UP, Status.SUBMITTED)
        self._persist(completed)

    def _step(
        self, company: Company, number: str, name: Step, status: Status, *, seen: bool = False
    ) -> None:
        manager = company.world.manager

        def taken() -> None:
            document = queries.whole(Document.objects.get(number=number).pk)
            if document.status != status:
                return  # an earlier try was committed, only its answer was lost
            operations.take_step(
                document=document,
                step=name,
                by=standing_of(manager, on=make.TODAY),
                at=now(),
                seen=document.content_hash if seen else "",
            )

        self._persist(taken)

    def _wait_for_preview(self, number: str) -> None:
        def is_there() -> bool:
            return Rendering.objects.filter(
                document__number=number, purpose=Purpose.PREVIEW, stored_file__isnull=False
            ).exists()

        deadline = time.monotonic() + PATIENCE
        while not self._persist(is_there) and time.monotonic() < deadline:
            time.sleep(0.3)

    @staticmethod
    def _persist(what: Callable[[], T]) -> T:
        """Do something in the database until it is there to do it."""
        while True:
            try:
                with as_system():
                    return what()
            except Error:
                connections.close_all()
                time.sleep(0.3)
