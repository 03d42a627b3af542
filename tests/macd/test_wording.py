"""A document in one breath, for headings, lists and subjects."""

import pytest
from django.utils import translation

from macd import queries
from macd.views.desk.rows import row_of
from macd.views.shown.cards import document_card
from macd.vocabulary import Kind, Status
from macd.wording import status_in_words, title_of
from services.inventory import services_on
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def test_a_move_says_from_where_to_where():
    """In the heading, on the card and in the desk's row, and the old office is not said twice."""
    world = make.world()
    document = queries.whole(make.move(world).pk)
    way = f"{document.office.name} → {document.to_office.name}"
    assert title_of(document).startswith(f"{way}: SmartFit Internet Plus")
    assert document_card(document, world.by(world.requester))["title"] == title_of(document)
    row = row_of(world.by(world.manager), document, on=make.TODAY)
    assert (row["who"], row["what"]) == (world.customer.legal_name, title_of(document))
    with translation.override("fr"):
        assert title_of(document).startswith(f"{way}\u00a0: ")


def test_within_one_office_that_is_said():
    world = make.world()
    document = make.move(world)
    document.to_office = document.office
    assert title_of(document).startswith(f"Within {world.office.name}: ")


def test_what_moves_nothing_names_what_differs():
    world = make.world()
    assert title_of(make.change(world)) == "SmartFit Internet Plus → SmartFit Internet Extra"


def test_of_several_services_the_first_is_named_and_the_others_are_counted():
    world = make.world()
    for count, words in ((2, "und 1 weiterer Dienst"), (3, "und 2 weitere Dienste")):
        if count == 3:
            stock.installed(
                world.customer, office=world.office, offering_version=world.plus,
                agreement=world.agreement,
            )  # fmt: skip
        periods = services_on(customer_id=world.customer.pk, on=make.TODAY, office=world.office)
        document = make.draft(world, Kind.DELETE, periods=list(periods)[:count])
        with translation.override("de"):
            assert title_of(document).endswith(words)


def test_a_status_speaks_to_its_reader():
    """“Your signature” is the customer's; the provider's people read whose it is."""
    yours = status_in_words("awaiting_signature", staff=False, yours=True)
    assert yours == "Ready for your signature"
    assert status_in_words("awaiting_signature", staff=False) == "Ready to be signed"
    assert status_in_words("awaiting_company", staff=False) == "Waiting for your colleague"
    needed = status_in_words("awaiting_customer", staff=False, yours=True)
    assert needed == "We need something from you"
    others = status_in_words("awaiting_customer", staff=False)
    assert others == "Waiting for an answer from your company"
    asked = status_in_words("awaiting_company", staff=False, yours=True)
    assert asked == "Waiting for your agreement"
    assert status_in_words("awaiting_signature", staff=True) == "Ready for the customer’s signature"
    for status in Status:
        assert "you" not in status_in_words(status, staff=True).lower().split()
