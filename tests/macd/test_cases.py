"""The cases of cases.csv, as a domain expert writes them, through the real operations.

Each row starts from a document of a kind at a stage, does something, and says what comes of it.
Documents are made once, in companies of their own; what a row does is rolled back.
"""

import contextlib
import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Customer, SigningRule
from accounts.tenancy import as_system
from macd import operations, queries
from macd.amendments import root_of
from macd.models import Document, Line
from macd.refusals import StepDenied
from macd.vocabulary import Side, Step
from services.inventory import record_change
from services.models import Dependency, OfferingVersion, ServiceNumber
from services.numbers import assign_number
from tests.macd import make, porting
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("committed_once")
TABLE = Path(__file__).with_name("cases.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines()))


FIRST, LEAVING = "+3292239900", "+3292238800"


class RollBack(Exception):
    """The end of a row."""


# -- where rows start --------------------------------------------------------------------------
def _with_mandate(world: make.World, document: Document) -> Document:
    porting.add_mandate(world, document)
    return queries.whole(document.pk)


def _sharing(world: make.World) -> Document:
    """An access of 100 Mbps of which a trunk needs 60, to be lowered to 59."""
    trunk = stock.version(family="sip", characteristics=[stock.characteristic("channels")])
    Dependency.objects.create(
        offering=trunk.offering,
        needs=world.plus.offering,
        scope="office",
        characteristic="speed",
        minimum=60,
    )
    where = {"office": world.office, "agreement": world.agreement}
    stock.installed(world.customer, offering_version=trunk, configuration={}, **where)
    return make.draft_change(world, **{"line.1.desired.speed": "59"})


def _ranged(world: make.World) -> Document:
    """A stop of a service with a range of a hundred numbers."""
    facts = {"service": world.service, "office": world.office}
    assign_number(number=FIRST, range_size=100, **facts)
    return make.delete(world)


def _leaving(world: make.World) -> Document:
    """A stop of a service with a number that goes to another operator."""
    assign_number(service=world.service, number=LEAVING, office=world.office)
    return make.fill(world, make.delete(world), **{f"line.1.numbers.{LEAVING}": "port_out"})


KINDS: dict[str, Callable[[make.World], Document]] = {
    "change": make.change,
    "both": make.both_draft,
    "delete": make.delete,
    "move": make.move,
    "add": make.add,
    "trunk": make.trunk_on_fibre,
    "port": lambda world: _with_mandate(world, porting.draft(world)),
    "shared": _sharing,
    "range": _ranged,
    "leaving": _leaving,
}


def _quoted(world: make.World) -> Document:
    document = make.both(world)
    quote = operations.record_finding(
        document=document,
        number=1,
        by=world.by(world.operations),
        at=make.AT,
        note="Digging.",
        works=Decimal(900),
    )
    quote = make.owed(world, quote, Side.PROVIDER)
    return make.step(world, quote, Step.APPROVE, world.manager, seen=quote.content_hash)


STAGES: dict[str, Callable[[make.World, Document], Document]] = {
    "draft": lambda _world, document: document,
    "sent": lambda w, d: make.step(w, d, Step.SUBMIT, w.requester),
    "review": make.in_review,
    "asked": lambda w, d: make.step(w, make.in_review(w, d), Step.ASK, w.manager, note="Which?"),
    "complete": lambda w, d: make.owed(w, make.in_review(w, d), Side.PROVIDER),
    "offered": make.offered,
    "signed": make.agreed,
    "delivery": make.started,
    "amending": lambda w, d: make.sent_amendment(w, make.started(w, d)),
    "amended": lambda w, d: make.started(w, make.wanting(w, make.amend(w, make.started(w, d)))),
    "quoted": lambda w, _document: _quoted(w),
}
STARTS: dict[tuple[str, str], tuple[make.World, int]] = {}


def _start(kind: str, stage: str) -> tuple[make.World, Document]:
    if (kind, stage) not in STARTS:
        with as_system():
            world = make.world()
            draft = None if stage == "quoted" else KINDS[kind](world)
            document = STAGES[stage](world, draft)  # type: ignore[arg-type]
            STARTS[kind, stage] = world, document.pk
    world, pk = STARTS[kind, stage]
    return world, queries.whole(pk)


# -- what rows do ------------------------------------------------------------------------------
@dataclass
class Row:
    """One row while it runs; a document's own changes lead to ``document``."""

    world: make.World
    document: Document
    on: date = make.TODAY
    refused: str = ""
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self):
        return make.AT + (self.on - make.TODAY)

    def do(self, command: str) -> None:
        """Do ``who verb words…``; after a refusal nothing more is done."""
        who, verb, *words = command.split()
        getattr(self, f"do_{who}", None) and getattr(self, f"do_{who}")(verb, *words)
        if getattr(self, f"do_{who}", None) is None:
            self.by = self.world.by(getattr(self.world, who))
            self.act(verb, *words)

    def act(self, verb: str, *words: str) -> None:
        facts = {"document": self.document, "by": self.by, "at": self.at}
        if own := getattr(self, f"act_{verb}", None):
            self.document = own(words, facts)
        elif verb == "sets":
            values = dict(word.split("=", 1) for word in words)
            self.document = operations.change_fields(values=values, **facts)
        elif verb == "amends":
            numbers = [int(word) for word in words]
            self.document = operations.open_amendment(numbers=numbers, **facts)
        elif verb == "finds":
            self.document = operations.record_finding(**_found(words), **facts)
        elif verb == "drops":
            self.document = operations.remove_line(number=int(words[0]), **facts)
        elif verb.isdecimal():
            self.document = operations.take_line_step(
                number=int(verb), step=words[0], note="Because.", party="carrier", **facts
            )
        else:
            self.document = operations.take_step(
                step=verb,
                seen=self.document.content_hash,
                note="Because.",
                consent="I agree.",
                **facts,
            )

    def act_ports(self, words: tuple[str, ...], facts: dict[str, Any]) -> Document:
        """``1 refused refusal=account_wrong``: how far the numbers of an item are."""
        given: dict[str, Any] = dict(word.split("=", 1) for word in words[2:])
        if "on" in given:
            given["on"] = date.fromisoformat(given["on"])
        return operations.advance_port(number=int(words[0]), to=words[1], **given, **facts)

    def act_loses(self, _words: tuple[str, ...], facts: dict[str, Any]) -> Document:
        """Another operator has the number of the first service by now."""
        told = operations.PortOut(operator="Otherdonor", on=self.on, done=True)
        number = ServiceNumber.objects.get(e164=LEAVING)
        operations.report_port_out(number=number, told=told, by=facts["by"], at=facts["at"])
        return queries.whole(self.document.pk)

    def act_takes_over(self, _words: tuple[str, ...], facts: dict[str, Any]) -> Document:
        return operations.take_over_installed(**facts)

    def act_retries(self, _words: tuple[str, ...], facts: dict[str, Any]) -> Document:
        return operations.try_again(**facts)

    def act_corrects(self, words: tuple[str, ...], facts: dict[str, Any]) -> Document:
        values = dict(word.split("=", 1) for word in words)
        return operations.correct_fields(values=values, **facts)

    def do_days(self, count: str) -> None:
        """Time passes, and what only time does is done."""
        self.on += timedelta(days=int(count))
        operations.let_time_pass(at=self.at)
        self.document = queries.whole(self.document.pk)

    def do_complete(self, side: str) -> None:
        self.document = make.owed(self.world, self.document, Side(side))

    def do_seal(self, _verb: str) -> None:
        make.put_file(self.document)
        self.document = make.step(self.world, self.document, Step.START_DELIVERY, None)

    def do_root(self, _verb: str) -> None:
        self.document = queries.whole(root_of(self.document).pk)

    def do_inventory(self, verb: str, *words: str) -> None:
        """Somebody else writes the inventory of the first service."""
        change: dict[str, Any] = {
            "suspends": {"suspend": True},
            "stops": {"cease": True},
            "moves": {"set": {"office_id": self.world.elsewhere.pk}},
            "sets": {"set": {"configuration": {"speed": int((words or ("1",))[0])}}},
        }[verb]
        record_change(
            service=self.world.service,
            effective_on=self.on,
            change=change,
            source=stock.IMPORT,
            person_id=None,
            at=self.at,
        )
        self.document = queries.whole(self.document.pk)

    def do_catalogue(self, verb: str, name: str) -> None:
        """The catalogue stops selling an offering, or ends its life."""
        version = getattr(self.world, name)
        day = {"ends": "end_of_sale_on", "dies": "end_of_life_on"}[verb]
        values: dict[str, Any] = {day: make.TODAY}
        if verb == "dies":
            values["successor"] = self.world.extra.offering
        OfferingVersion.objects.filter(offering=version.offering).update(**values)
        self.document = queries.whole(self.document.pk)

    def do_customer(self, verb: str) -> None:
        """What the customer's own rules are."""
        values: dict[str, Any] = {
            "jointly": {"signing_rule": SigningRule.TWO_JOINTLY},
            "po": {"po_number_required": True},
            "owes": {"credit_hold": True},
        }[verb]
        Customer.objects.filter(pk=self.world.customer.pk).update(**values)
        self.document = queries.whole(self.document.pk)

    def do_another(self, kind: str, service: str = "service") -> None:
        """Another document about a service is open."""
        target = getattr(self.world, service)
        if kind == "delete":
            other = make.delete(self.world, target)
        else:
            other = make.draft(self.world, "change", periods=[self.world.period(target)])
            values = {"request.requested_on": make.WANTED, "line.1.desired.speed": "750"}
            other = make.fill(self.world, other, **values)
        make.step(self.world, other, Step.SUBMIT, self.world.requester)

    def do_no_return(self, day: str) -> None:
        Line.objects.filter(document=self.document).update(no_return_on=day)
        self.document = queries.whole(self.document.pk)

    def do_third(self, _verb: str) -> None:
        """There is one more service, so that the others are not the last."""
        world = self.world
        stock.installed(world.customer, office=world.office, agreement=world.agreement)


def _found(words: tuple[str, ...]) -> dict[str, Any]:
    """``1 works=900 ready=2026-06-01 worse=yes`` as the operation takes it."""
    given = dict(word.split("=", 1) for word in words[1:])
    found: dict[str, Any] = {"number": int(words[0]), "note": "Found so."}
    if "monthly" in given:
        found["monthly"] = Decimal(given["monthly"])
    if "works" in given:
        found["works"] = Decimal(given["works"])
    if "ready" in given:
        found["ready_on"] = date.fromisoformat(given["ready"])
    return found | {"worse": "worse" in given}


# -- what comes of it --------------------------------------------------------------------------
TOLD: dict[str, Callable[[Document], object]] = {
    "items": lambda document: " ".join(_lines(document)),
    "root": lambda document: " ".join(_lines(root_of(document))),
    "wanted": lambda document: document.requested_on,
    "promised": lambda document: document.committed_on,
    "stops": lambda document: document.lines.get(number=1).committed_on,
    "until": lambda document: document.lines.get(number=1).no_return_on,
    "port": lambda document: document.lines.get(number=1).port.state,
    "versions": lambda document: document.versions.count(),
}


def _outcome(row: Row, expected: str) -> str:
    """The same kinds of things as are expected, as they really are."""
    if row.refused:
        return f"refused: {row.refused}"
    document = queries.whole(row.document.pk)
    names = [part.split(" ")[0] for part in expected.split("; ")]
    return "; ".join(
        f"{name} {TOLD[name](document)}" if name in TOLD else str(document.status) for name in names
    )


def _is(outcome: str, expected: str) -> bool:
    """A refusal is known by a part of what it says."""
    if not expected.startswith("refused: "):
        return outcome == expected
    return outcome.startswith("refused: ") and expected.removeprefix("refused: ") in outcome


def _lines(document: Document) -> list[str]:
    return [f"{number}={status}" for number, status in sorted(make.statuses(document).items())]


@pytest.mark.parametrize(
    "told", ROWS, ids=[f"rule {r['rule']} {r['kind']} {r['stage']} {n}" for n, r in enumerate(ROWS)]
)
def test_a_case(told):
    with as_system():
        _start(told["kind"], told["stage"])
    with as_system(), contextlib.suppress(RollBack), transaction.atomic():
        row = Row(*_start(told["kind"], told["stage"]))
        _run(row, told)
        outcome = _outcome(row, told["expected"])
        assert _is(outcome, told["expected"]), f"{told['situation']}: {outcome}"
        raise RollBack


def _run(row: Row, told: dict[str, str]) -> None:
    for command in filter(None, told["do"].split(" | ")):
        try:
            with transaction.atomic():
                row.do(command)
        except StepDenied as denied:
            said = [str(denied.message), *(str(problem.message) for problem in denied.problems)]
            row.refused = " / ".join(said)
            return


def test_there_are_enough():
    assert len(ROWS) >= 150
    assert len({(r["kind"], r["stage"], r["do"]) for r in ROWS}) == len(ROWS)
