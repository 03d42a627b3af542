"""Load the demonstration: catalogue, people, companies, and stories through the operations."""

import contextlib
import json
from collections import Counter
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from accounts.clock import day_of, now
from accounts.models import Person
from accounts.tenancy import as_system
from audit import chain
from demo import (
    companies,
    fieldwork,
    helping,
    keeping,
    people,
    porting,
    reading,
    repertoire,
    stocks,
)
from demo.catalogue import load_catalogue
from demo.leaving import tell_leaving
from macd.models import Document
from macd.operations.filling.drafting import next_number

FORK = get_context("fork")
MONTH_OF_WORKERS = timedelta(days=300)
LONGEST_AGO = timedelta(days=120)
"""No story begins earlier."""


class Command(BaseCommand):
    """Load the demonstration once."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = "Load the demonstration, once; refused where DEMO is off."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json and, for later, --seed."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--seed", type=int, default=0, help="days by which all stories lie further back"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, and say what there is."""
        if not settings.DEMO:
            raise CommandError("The demonstration is loaded only where DEMO is on.", returncode=2)
        at = now() - timedelta(days=options["seed"])
        with as_system():
            loaded = Person.objects.filter(email="am@provider.example").exists()
        if not loaded:
            load(at=at)
        with as_system():
            counts = Counter(Document.objects.values_list("status", flat=True))
        if options["json"]:
            self.stdout.write(json.dumps({"loaded": not loaded, "documents": counts}))
        elif options["verbosity"]:
            word = "was there already" if loaded else "is loaded"
            self.stdout.write(f"The demonstration {word}: {sum(counts.values())} documents.")


def load(*, at: datetime) -> None:
    """Make everybody and everything, and tell the stories."""
    today = day_of(at)
    with as_system():
        load_catalogue(at=at)
        staff = people.hire_staff()
        counted_on = today - MONTH_OF_WORKERS
        brewery = people.found_company(
            domain="brouwerij.example",
            names=(
                "Jan Claes",
                "Els De Smet",
                "Tom Baert",
                "Kim Aerts",
                "Lien Wouters",
                "Bart Nys",
            ),
            language="nl",
            manager=staff.manager,
            workers=84,
            counted_on=counted_on,
            legal_name="Brouwerij De Zwaan NV",
            enterprise_number="1999910069",
            address_line="Nieuwewandeling 12, 9000 Gent",
        )
        printer = people.found_company(
            domain="imprimerie.example",
            names=(
                "Sophie Martin",
                "Luc Renard",
                "Claire Dupont",
                "Hugo Simon",
                "Inès Noël",
                "Paul Petit",
            ),
            language="fr",
            manager=staff.second_manager,
            workers=37,
            counted_on=counted_on,
            legal_name="Imprimerie Lumière SA",
            enterprise_number="1999910168",
            address_line="Rue de l’Imprimerie 7, 4000 Liège",
        )
        bakery = people.found_company(
            domain="bakkerij.example",
            names=("Karen Jacobs", "Wim Jacobs", "Mia Jacobs"),
            language="nl",
            manager=staff.manager,
            workers=6,
            counted_on=counted_on,
            legal_name="Bakkerij Jacobs BV",
            enterprise_number="1999910267",
            address_line="Molenstraat 18, 9300 Aalst",
        )
        people.run_alone(bakery, bakery.people["requester"])
        people.share_partner(brewery, printer)
        began = at - timedelta(days=400)
        first = companies.settle_in(
            brewery.customer,
            offices=stocks.BREWERY,
            services=stocks.stock(stocks.BREWERY, "De Zwaan"),
            agreement_number="AGR-10017",
            starts_on=companies.months_ago(today, 20),
            at=began,
            phone="+32470123456",
        )
        second = companies.settle_in(
            printer.customer,
            offices=stocks.PRINTER,
            services=stocks.stock(stocks.PRINTER, "Lumiere"),
            agreement_number="AGR-10042",
            starts_on=companies.months_ago(today, 11),
            at=began,
            phone="+32470123458",
        )
        third = companies.settle_in(
            bakery.customer,
            offices=stocks.BAKERY,
            services=stocks.SMALL,
            agreement_number="AGR-09003",
            starts_on=companies.months_ago(today, 45),
            at=began,
            phone="+32470123459",
        )
        for estate in (first, second, third):
            helping.adopt_cards(estate, at=began)
        for company, estate in ((brewery, first), (printer, second)):
            helping.help_themselves(company, estate, at=at)
        repertoire.leave(bakery, at=at - timedelta(days=3))
    tell_all(staff, (brewery, first), (printer, second), at=at)
    with as_system():
        keeping.keep_inventory(keeping.Keeper(brewery, first, staff.operations, at))
        reading.let_people_read()


def tell_all(
    staff: people.Staff,
    *told: tuple[people.Company, companies.Estate],
    at: datetime,
) -> None:
    """The everyday stories of each company, the rare ones once, and those of companies that leave.

    Each company's are told by a process of its own, and so are all of those that leave: no row
    belongs to two of them, and while one waits for a PDF the others go on. Raises CommandError when
    one of them does not come to its end.
    """
    # Whoever numbers the first request of a year makes the others wait until its story is told.
    for year in {day_of(at).year, day_of(at - LONGEST_AGO).year}:
        next_number(year)
    connections.close_all()  # a fork would go on talking on them
    tellers = [FORK.Process(target=_tell_leaving, args=(staff, at))]
    for index, (company, estate) in enumerate(told):
        rare = repertoire.RARE + fieldwork.RARE + porting.RARE if index == 0 else ()
        chosen = repertoire.EVERYDAY + fieldwork.EVERYDAY + porting.EVERYDAY + rare
        stories = repertoire.Repertoire(staff, company, estate, at)
        tellers.append(FORK.Process(target=_tell, args=(stories, chosen)))
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join()
    if any(teller.exitcode for teller in tellers):
        raise CommandError("A story of the demonstration could not be told; the reason is above.")


def _tell(*told: Any) -> None:
    with contextlib.suppress(KeyboardInterrupt):  # who started this process says so
        repertoire.tell(*told)


def _tell_leaving(staff: people.Staff, at: datetime) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        with as_system():
            tell_leaving(staff, at=at)
        with as_system():
            chain.extend()
