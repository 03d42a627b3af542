"""The roles, by the names that are stored."""

from accounts.roles import CustomerRole, Scope, StaffRole


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
