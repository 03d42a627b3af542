"""The roles, by the names that are stored."""

from django.utils import translation

from accounts.models import Invitation, Membership
from accounts.roles import CustomerRole, Roled, Scope, StaffRole


def test_the_stored_names_stay():
    assert set(CustomerRole.values) == {
        "requester",
        "signatory",
        "fleet_administrator",
        "uc_administrator",
        "company_administrator",
        "viewer",
        "partner",
    }
    assert set(StaffRole.values) == {
        "account_manager",
        "lead",
        "operations",
        "finance",
        "administrator",
        "auditor",
    }
    assert set(Scope.values) == {"all", "offices", "own"}


def test_who_belongs_and_who_is_invited_tell_their_roles_alike():
    for model in (Membership, Invitation):
        assert issubclass(model, Roled)
        with translation.override("nl"):
            assert model(roles=["requester", "viewer"]).role_names == ["Aanvrager", "Lezer"]
