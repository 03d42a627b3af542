"""Stored files belong to one customer each and are only ever added."""

from django.db import migrations

from accounts.tenancy import ProtectTenants
from files.immutable import Immutable


class Migration(migrations.Migration):
    """Row-level security and the append-only trigger."""

    dependencies = (("accounts", "0001_initial"), ("files", "0001_initial"))

    operations = (ProtectTenants("storedfile"), Immutable("storedfile"))
