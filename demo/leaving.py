"""Companies of the demonstration that leave: one in each state that finance's desk knows."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from accounts.clock import day_of
from accounts.models import Person
from accounts.standing import standing_of
from demo import companies, people
from demo.words import LEAVING
from finance import operations
from finance.sealing import seal_letter
from services.models import CancellationCase, ServiceNumber

PLUS = {"download": 100, "upload": 40, "ip_addresses": "0", "sla": "next_day"}


@dataclass(frozen=True)
class Leaver:
    """A small company that leaves: how it is called, where it is, how long ago it started."""

    domain: str
    name: str
    person: str
    language: str
    number: str
    workers: int | None
    months: int
    place: tuple[str, str, str, str, str, str]


WITH_MANAGER = Leaver(
    "drukkerij.example", "Drukkerij Peeters BV", "Dirk Peeters", "nl", "1999910366", 22, 40,
    ("MEC", "Zetel Mechelen", "Bruul", "41", "2800", "Mechelen"),
)  # fmt: skip
SECOND = Leaver(
    "garage.example", "Garage Dubois SRL", "Benoît Dubois", "fr", "1999910465", None, 8,
    ("TOU", "Atelier Tournai", "Rue Royale", "19", "7500", "Tournai"),
)  # fmt: skip
ACCEPTED = Leaver(
    "tuin.example", "Tuincentrum Aerts NV", "An Aerts", "nl", "1999910564", 31, 30,
    ("HAS", "Winkel Hasselt", "Demerstraat", "7", "3500", "Hasselt"),
)  # fmt: skip
WITHDRAWN = Leaver(
    "cafe.example", "Café Central SRL", "Julie Lambert", "fr", "1999910663", 5, 4,
    ("DIN", "Salle Dinant", "Rue Grande", "88", "5500", "Dinant"),
)  # fmt: skip
EXECUTED = Leaver(
    "optiek.example", "Optiek Wouters BV", "Hans Wouters", "nl", "1999910762", 3, 50,
    ("GEE", "Winkel Geel", "Markt", "12", "2440", "Geel"),
)  # fmt: skip


def tell_leaving(staff: people.Staff, *, at: datetime) -> None:
    """Found the companies and replay their leaving through the operations."""
    finance2 = Person.objects.get(email="finance2@provider.example")
    desk = staff.finance
    _with_manager(staff, desk, at)
    _waits_for_second(staff, finance2, at)
    _accepted(staff, desk, at)
    _withdrawn(staff, at)
    _executed(staff, desk, at)


def _who(person: Person, at: datetime) -> dict[str, Any]:
    return {"person": person, "by": standing_of(person, on=day_of(at)), "at": at}


def _found(leaver: Leaver, manager: Person, at: datetime) -> people.Company:
    today = day_of(at)
    company = people.found_company(
        domain=leaver.domain,
        names=(leaver.person,) * 3,
        language=leaver.language,
        manager=manager,
        workers=leaver.workers,
        counted_on=today - timedelta(days=200),
        legal_name=leaver.name,
        enterprise_number=leaver.number,
        address_line=f"{leaver.place[2]} {leaver.place[3]}, {leaver.place[4]} {leaver.place[5]}",
        roles=("requester",),
    )
    people.run_alone(company, company.people["requester"])
    code = leaver.place[0]
    companies.settle_in(
        company.customer,
        offices=(leaver.place,),
        services=(
            ("smartfit-internet-plus", code, PLUS, 1),
            ("sip-trunk", code, {"channels": 4, "caller_name": leaver.name[:20]}, 1),
            ("router-rental", code, {"model": "AR-1100", "serial": f"AR11-{code}"}, 1),
        ),
        agreement_number=f"AGR-{leaver.number[-5:]}",
        starts_on=companies.months_ago(today, leaver.months),
        at=at,
        phone="+32470123460",
    )
    return company


def _letter(company: people.Company, desk: Person, at: datetime) -> CancellationCase:
    """A letter that came two days before finance recorded it."""
    came = datetime.combine(day_of(at) - timedelta(days=2), time(11), UTC)
    return operations.record_notice(
        customer=company.customer,
        channel="letter",
        received_at=came,
        given_by=company.people["requester"].name,
        reason=LEAVING[company.customer.language]["reason"],
        **_who(desk, at),
    )


def _page(company: people.Company, at: datetime) -> CancellationCase:
    return operations.give_notice(
        customer=company.customer, sure=True, **_who(company.people["requester"], at)
    )


def _end(case: CancellationCase, desk: Person, at: datetime, mode: str, **more: Any) -> None:
    for row in case.agreements.select_related("case", "agreement"):
        operations.choose_end(
            row=row, mode=mode, note=LEAVING[desk.language]["why"], **more, **_who(desk, at)
        )


def _accept(case: CancellationCase, desk: Person, at: datetime) -> None:
    operations.accept(case=case, **_who(desk, at))
    for letter in case.letters.all():
        seal_letter(letter.pk, at=at)


def _with_manager(staff: people.Staff, desk: Person, at: datetime) -> None:
    began = at - timedelta(days=6)
    case = _letter(_found(WITH_MANAGER, staff.manager, began), desk, began)
    operations.hand_over(case=case, note=LEAVING["nl"]["ask"], **_who(desk, began))


def _waits_for_second(staff: people.Staff, desk: Person, at: datetime) -> None:
    began = at - timedelta(days=2)
    case = _page(_found(SECOND, staff.second_manager, began), began)
    operations.write_note(case=case, note=LEAVING["fr"]["note"], **_who(desk, began))
    _end(case, desk, began, "immediate")


def _accepted(staff: people.Staff, desk: Person, at: datetime) -> None:
    began = at - timedelta(days=20)
    company = _found(ACCEPTED, staff.manager, began)
    case = _page(company, began)
    for number in ServiceNumber.objects.filter(customer=company.customer):
        operations.decide_number(
            case=case,
            number=number,
            decision="port_out",
            **_who(company.people["requester"], began),
        )
    _end(case, desk, began, "term")
    _accept(case, desk, began + timedelta(days=1))


def _withdrawn(staff: people.Staff, at: datetime) -> None:
    began = at - timedelta(days=12)
    company = _found(WITHDRAWN, staff.second_manager, began)
    case = _page(company, began)
    later = began + timedelta(days=3)
    operations.withdraw_notice(case=case, **_who(company.people["requester"], later))
    today = at - timedelta(hours=2)
    operations.ask_call_back(customer=company.customer, **_who(company.people["requester"], today))


def _executed(staff: people.Staff, desk: Person, at: datetime) -> None:
    began = at - timedelta(days=60)
    case = _letter(_found(EXECUTED, staff.manager, began), desk, began)
    ends_on = day_of(at) - timedelta(days=20)
    _end(case, desk, began, "fixed", ends_on=ends_on)
    _accept(case, desk, began + timedelta(days=2))
    executed_at = datetime.combine(ends_on, time(6), UTC)
    for row in case.agreements.all():
        operations.execute_agreement(row.pk, at=executed_at)
