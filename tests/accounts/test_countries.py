"""A country is chosen and read by its name, in the language of the page."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from accounts.countries import countries
from accounts.models import Customer
from accounts.tenancy import as_system
from tests.accounts import make


@pytest.mark.parametrize(
    ("language", "belgium", "austria"),
    [
        ("nl", "België", "Oostenrijk"),
        ("fr", "Belgique", "Autriche"),
        ("en", "Belgium", "Austria"),
        ("de", "Belgien", "Österreich"),
    ],
)
def test_countries_have_their_names(language: str, belgium: str, austria: str) -> None:
    with translation.override(language):
        assert (countries()["BE"], countries()["AT"]) == (belgium, austria)


def test_an_accent_does_not_move_a_name_to_the_end() -> None:
    with translation.override("de"):
        names = list(countries().values())
    assert names.index("Ägypten") < names.index("Belgien")
    assert names.index("Norwegen") < names.index("Österreich") < names.index("Polen")


def test_only_countries_are_countries() -> None:
    assert not {"EU", "UN", "XA", "ZZ"} & countries().keys()
    assert {"BE", "NL", "FR", "LU", "DE", "GB", "XK"} <= countries().keys()
    assert len(countries()) > 240


def test_it_is_chosen_read_and_filtered_by_in_the_administration(client, db) -> None:
    with as_system():
        boss = make.staff("administrator", is_staff=True, is_superuser=True, language="de")
        customer = make.customer(country="NL", enterprise_number="NL123456789B90")
        make.customer()
    client.force_login(boss)
    found = client.get(reverse("admin:accounts_customer_changelist")).content.decode()
    assert found.count(">Niederlande<") == 2, "in the list, and beside it to filter by"
    assert ">NL<" not in found
    assert ">Österreich<" not in found, "only what is there is offered"
    page = client.get(reverse("admin:accounts_customer_change", args=[customer.pk]))
    assert '<option value="NL" selected>Niederlande</option>' in page.content.decode()


def test_what_is_no_country_is_refused(system) -> None:
    customer = Customer(legal_name="A", enterprise_number="1", language="nl", country="QQ")
    with pytest.raises(ValidationError) as refused:
        customer.full_clean()
    assert "country" in refused.value.message_dict
