"""The ledger is only ever added to; a seal may be marked superseded or withdrawn once."""

from django.db import migrations

from files.immutable import Immutable


class Migration(migrations.Migration):
    """Append-only triggers."""

    dependencies = (("signing", "0001_initial"),)

    operations = (
        Immutable("seal", but={"superseded_by", "withdrawn_at"}),
        Immutable("sealedfile"),
    )
