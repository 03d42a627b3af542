"""One extension rings one user of a company."""

from services.extensions import extension_of, holders_of, named
from tests.offices import make as offices
from tests.services import make
from tests.services.selfservice.world import world


def installed(here, name, extension):
    configuration = {"user_name": name, "extension": extension}
    return make.installed(here.customer, offering_version=here.user, configuration=configuration)


def test_who_has_an_extension_is_named_and_other_companies_are_not(system):
    here, there = world(), world()
    ann = installed(here, "Ann", "201")
    installed(there, "Bea", "202")
    asked = {"customer_id": here.customer.pk, "on": make.TODAY}
    assert holders_of({"201", "202"}, **asked) == {"201": "Ann"}
    assert holders_of({"201"}, but=[ann.pk], **asked) == {}


def test_who_is_at_an_office_is_not_named(system):
    """A colleague may see other offices only; what is tied to none everybody sees."""
    here = world()
    place = offices.office(here.customer)
    make.installed(
        here.customer,
        offering_version=here.user,
        office=place,
        configuration={"user_name": "Ann", "extension": "201"},
    )
    held = holders_of({"201"}, customer_id=here.customer.pk, on=make.TODAY)
    assert held == {"201": "Somebody"}


def test_only_a_user_has_an_extension(system):
    here = world()
    assert extension_of(here.user, {"extension": "201"}) == "201"
    assert extension_of(here.user, {}) == ""
    assert extension_of(here.mobile, {"extension": "201"}) == ""


def test_a_user_without_a_name_is_called_otherwise():
    assert named({"user_name": "Ann"}, otherwise="UC user") == "Ann"
    assert named({}, otherwise="UC user") == "UC user"
