"""Extensions that a file gives twice, or that somebody has."""

from datetime import timedelta

from services.extensions import EXTENSION
from services.imports.checking import Known, read_row
from services.imports.doubles import Doubles
from services.imports.reading import Table
from services.inventory import state_on
from services.models import Service
from tests.services import make
from tests.services.selfservice.world import iccid, world


def refused(here, *rows, complete=False):
    """By service id why its extension is refused, of a file of these rows."""
    told = [
        {"service_id": service, "offering": here.user.offering.code, "user_name": name,
         "extension": extension}
        for service, name, extension in rows
    ]  # fmt: skip
    known = Known.of(customer_id=here.customer.pk, on=make.TODAY)
    table = Table(tuple(told[0]), tuple(enumerate(told, start=2)))
    doubles = Doubles.of(table, told, known, complete=complete)
    found = {}
    for row in told:
        read = read_row(row, known)
        service = Service.objects.filter(service_id=row["service_id"]).first()
        doubles.refuse(read, state_on(service, make.TODAY) if service else None)
        mine = [each for each in read.problems if each["column"] == EXTENSION]
        found.update((read.service_id, each["message"]["en"]) for each in mine)
    return found


def installed(here, name, extension):
    configuration = {"user_name": name, "extension": extension}
    return make.installed(here.customer, offering_version=here.user, configuration=configuration)


def test_an_extension_that_somebody_has_is_refused(system):
    here = world()
    installed(here, "Ann", "201")
    why = refused(here, ("U-1", "Bob", "201"), ("U-2", "Cleo", "202"))
    assert why == {"U-1": "Ann has this extension already. Choose another one."}


def test_an_extension_stands_in_a_file_once(system):
    why = refused(world(), ("U-1", "Bob", "201"), ("U-2", "Cleo", "201"), ("U-3", "Dan", ""))
    assert set(why) == {"U-1", "U-2"}
    assert "more than once" in why["U-1"]


def test_a_number_and_a_sim_stand_in_a_file_once(system):
    here = world()
    card = iccid()
    rows = [
        {"service_id": f"U-{place}", "offering": here.user.offering.code, "numbers": numbers,
         "iccid": sim}
        for place, (numbers, sim) in enumerate(
            [("09 200 11 22", card), ("+3292001133, +3292001122", f" {card}"), ("+3292001144", "")]
        )
    ]  # fmt: skip
    known = Known.of(customer_id=here.customer.pk, on=make.TODAY)
    table = Table(tuple(rows[0]), tuple(enumerate(rows, start=2)))
    doubles = Doubles.of(table, rows, known)
    told = []
    for row in rows:
        read = read_row({**row, "iccid": row["iccid"].strip()}, known)
        before = len(read.problems)
        doubles.refuse(read, None)
        told.append([each["column"] for each in read.problems[before:]])
    assert told == [["numbers", "iccid"], ["numbers", "iccid"], []]


def test_two_users_may_exchange_theirs_and_what_is_recorded_is_believed(system):
    here = world()
    ann, bob = installed(here, "Ann", "201"), installed(here, "Bob", "202")
    exchanged = ((ann.service_id, "Ann", "202"), (bob.service_id, "Bob", "201"))
    assert refused(here, *exchanged) == {}
    installed(here, "Double", "201")
    assert refused(here, (ann.service_id, "Ann", "201")) == {}


def test_what_stops_with_a_complete_file_gives_its_extension_up(system):
    here = world()
    installed(here, "Ann", "201")
    assert refused(here, ("U-1", "Bob", "201"), complete=True) == {}
    assert set(refused(here, ("U-1", "Bob", "201"), complete=False)) == {"U-1"}
    # What starts later than the file's day does not stop with it.
    later = make.TODAY + timedelta(days=5)
    configuration = {"user_name": "Cleo", "extension": "202"}
    make.installed(here.customer, offering_version=here.user, configuration=configuration, on=later)
    assert set(refused(here, ("U-1", "Bob", "202"), complete=True)) == {"U-1"}
