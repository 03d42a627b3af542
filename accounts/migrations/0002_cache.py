"""The table that counts attempts to sign in, as Django's database cache reads it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE TABLE cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL,"
            " expires timestamptz NOT NULL); CREATE INDEX cache_expires ON cache (expires)",
            "DROP TABLE cache",
        )
    ]
