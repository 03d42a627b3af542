"""Names that are seen."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import BillingAccount, Team
from accounts.names import seen_name, without_marks
from accounts.tenancy import as_system
from offices.models import OfficeContact
from tests.accounts import make


@pytest.mark.parametrize(
    "typed", ["\u200b", " \u200b\u2060 ", "\u202e\u202c", "\ufeff", "—", "..."]
)
def test_a_name_without_a_letter_or_digit_is_refused(typed):
    with pytest.raises(ValidationError):
        seen_name(typed)


@pytest.mark.parametrize("name", ["Ana", "李", "3M", "نور\u200cالدین", "Ann-Sofie O’Neill"])
def test_names_of_all_scripts_stay_as_they_are(name):
    assert seen_name(name) == name


def test_what_turns_or_hides_text_is_left_out():
    assert without_marks("\u200eAna \u202eeoD\u202c\u200b ") == "Ana eoD"


def test_the_rows_that_have_a_name_keep_it_as_it_is_seen(db):
    with as_system():
        person, customer = make.person(), make.customer()
    person.name, customer.legal_name = "A\u202ena", "\u200b"
    person.clean()
    assert person.name == "Ana"
    with pytest.raises(ValidationError) as refused:
        customer.clean()
    assert set(refused.value.message_dict) == {"legal_name"}


def test_what_else_is_called_by_a_name_keeps_it_as_it_is_seen(db):
    with as_system():
        customer = make.customer()
        rows = [
            (Team(name="\u200bNorth\u202e"), "name"),
            (BillingAccount(customer=customer, number="1", name="\u200bNorth\u202e"), "name"),
            (OfficeContact(name="\u200bNorth\u202e"), "name"),
        ]
    customer.financial_contact_name = "\u200bNorth\u202e"
    for row, field in [*rows, (customer, "financial_contact_name")]:
        row.clean()
        assert getattr(row, field) == "North"
        setattr(row, field, "\u2060")
        with pytest.raises(ValidationError) as refused:
            row.clean()
        assert set(refused.value.message_dict) == {field}


def test_names_that_need_not_be_given_may_be_empty(db):
    with as_system():
        customer = make.customer(financial_contact_name="")
    customer.clean()
    BillingAccount(customer=customer, number="1", name="").clean()
