"""Wall customers off from each other, keep what was said, and number documents by year."""

from typing import ClassVar

from django.db import migrations

from accounts.tenancy import ProtectTenants
from files.immutable import Immutable

# One sequence per Brussels year, made when the year's first document is; the function runs as
# its owner because the application may not create sequences. Gaps are allowed.
NUMBERS = """
CREATE FUNCTION macd_next_number(year integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text := 'macd_number_' || year;
BEGIN
    IF year NOT BETWEEN 2000 AND 2999 THEN
        RAISE EXCEPTION 'no documents in the year %', year;
    END IF;
    IF to_regclass(name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext(name));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', name);
    END IF;
    RETURN nextval(name);
END $$;
"""


class Migration(migrations.Migration):
    """Row-level security, ties to the own customer, append-only tables, document numbers."""

    dependencies: ClassVar = [
        ("macd", "0001_initial"),
        ("services", "0002_protection"),
        ("offices", "0002_protection"),
        ("files", "0002_wall"),
    ]
    operations: ClassVar = [
        ProtectTenants(
            "Document",
            "DocumentVersion",
            "DocumentEvent",
            "Section",
            "Line",
            "LineRelation",
            "Appointment",
            "FieldChange",
            "Comment",
            "Attachment",
            "Approval",
            "Signature",
            "Rendering",
        ),
        Immutable("DocumentVersion"),
        Immutable("DocumentEvent"),
        Immutable("Comment"),
        Immutable("Approval", but={"voided_at"}),
        Immutable("Signature", but={"voided_at"}),
        migrations.RunSQL(NUMBERS, "DROP FUNCTION macd_next_number(integer);"),
    ]
