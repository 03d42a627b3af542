"""Forms about people."""

import pytest

from accounts.forms import MembershipForm, PersonForm, ProfileForm
from tests.accounts import make


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("09 265 00 00", "+3292650000"),
        ("0475/12.34.56", "+32475123456"),
        ("+31 20 123 4567", "+31201234567"),
    ],
)
def test_a_telephone_number_is_kept_as_dialled_from_anywhere(db, typed, kept):
    form = ProfileForm({"name": "Ana", "phone": typed, "language": "nl"})
    form.is_valid()
    assert form.cleaned_data["phone"] == kept


def test_a_newcomer_has_no_password_until_they_choose_one(system):
    form = PersonForm(
        {"name": "Ana", "email": "Ana@Example.Test", "language": "nl", "is_active": "on"}
    )
    assert form.is_valid(), form.errors
    ana = form.save()
    assert ana.email == "ana@example.test"
    assert not ana.has_usable_password()
    kept = make.person()
    again = PersonForm({"name": "X", "email": kept.email, "language": "nl"}, instance=kept)
    assert again.is_valid(), again.errors
    assert again.save().has_usable_password()


def test_an_address_that_differs_in_case_only_is_known(system):
    make.person(email="ana@example.test")
    form = PersonForm({"name": "Ana", "email": "ANA@example.test", "language": "nl"})
    assert not form.is_valid()
    assert "email" in form.errors


def test_roles_are_ticked(system):
    facts = {"person": make.person().pk, "customer": make.customer().pk, "scope": "all"}
    assert MembershipForm({**facts, "roles": ["viewer", "partner"]}).save().roles == [
        "viewer",
        "partner",
    ]
    assert "roles" in MembershipForm(facts).errors
    refused = MembershipForm({**facts, "roles": ["viewer"], "signs_up_to": "5"})
    assert "Only a signatory" in str(refused.errors)
