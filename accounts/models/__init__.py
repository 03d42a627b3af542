"""Who there is: people, customers, the staff around them, and who belongs where."""

from accounts.models.absence import Absence
from accounts.models.choice import EventChoice, How, MailSettings
from accounts.models.customer import BillingAccount, Customer, SigningRule
from accounts.models.invitation import Invitation
from accounts.models.membership import Membership
from accounts.models.person import Language, Person
from accounts.models.staff import Deputyship, StaffMembership, Team
from accounts.models.substitute import SigningSubstitute

__all__ = [
    "Absence",
    "BillingAccount",
    "Customer",
    "Deputyship",
    "EventChoice",
    "How",
    "Invitation",
    "Language",
    "MailSettings",
    "Membership",
    "Person",
    "SigningRule",
    "SigningSubstitute",
    "StaffMembership",
    "Team",
]
