"""Wall the offices of different customers off from each other."""

from typing import ClassVar

from django.db import migrations

from accounts.tenancy import ProtectTenants


class Migration(migrations.Migration):
    """Row-level security and ties to the own customer."""

    dependencies: ClassVar = [("offices", "0001_initial")]
    operations: ClassVar = [ProtectTenants("Office", "OfficeContact", "MembershipOffice")]
