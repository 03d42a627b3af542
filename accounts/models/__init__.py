"""Who there is: people, customers, the staff around them, and who belongs where."""

from accounts.models.customer import BillingAccount, Customer, SigningRule
from accounts.models.membership import Membership
from accounts.models.person import Language, Person
from accounts.models.staff import Deputyship, StaffMembership, Team

__all__ = [
    "BillingAccount",
    "Customer",
    "Deputyship",
    "Language",
    "Membership",
    "Person",
    "SigningRule",
    "StaffMembership",
    "Team",
]
