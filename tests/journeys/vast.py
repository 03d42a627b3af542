"""A company whose names are as long as they may be, with a request of many items.

Made inside a running installation: `from tests.journeys import vast; vast.make()` in its shell.
"""

from datetime import timedelta

from accounts.clock import now, today
from accounts.models import Membership
from accounts.roles import CustomerRole
from accounts.standing import standing_of
from accounts.tenancy import as_system
from macd import operations
from services.inventory import services_on
from supervisor.welcome import PASSWORD
from tests.macd import make as requests
from tests.services import make as stock

LONGEST = 200
ITEMS = 40
DOMAIN = "vast.example"
# No place to break the first half, words in the second.
NAME = ("Donaudampfschifffahrtsgesellschaft" * 4)[:110] + " en de vennoten van de kade " * 4
NAME = NAME[:LONGEST].strip().ljust(LONGEST, "x")


def make() -> None:
    """Make the company, its people, and a draft that moves all its services."""
    with as_system():
        world = requests.world(legal_name=NAME)
        for office in (world.office, world.elsewhere):
            office.name = NAME[:100]
            office.save()
        version = stock.version(names=stock.names(NAME))
        for _each in range(ITEMS - 2):
            stock.installed(
                world.customer,
                office=world.office,
                agreement=world.agreement,
                offering_version=version,
            )
        Membership.objects.filter(person=world.requester).update(
            roles=[CustomerRole.REQUESTER, CustomerRole.SIGNATORY]
        )
        for person, name in ((world.requester, "requester"), (world.manager, "manager")):
            person.email, person.name = f"{name}@{DOMAIN}", NAME[:150]
            person.set_password(PASSWORD)
            person.save()
        periods = list(services_on(customer_id=world.customer.pk, on=today(), office=world.office))
        by = standing_of(world.requester, on=today())
        document = operations.open_draft(
            kind="change",
            customer=world.customer,
            requester_id=world.requester.pk,
            by=by,
            at=now(),
            office=world.office,
            periods=periods,
        )
        wanted = {f"line.{number}.desired.speed": "900" for number in range(1, ITEMS + 1)}
        wanted["request.requested_on"] = (today() + timedelta(days=60)).isoformat()
        operations.change_fields(document=document, values=wanted, by=by, at=now())
        print(document.number)
