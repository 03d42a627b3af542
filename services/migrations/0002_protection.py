"""Wall customers off from each other, and keep what must never change from changing."""

from typing import ClassVar

from django.db import migrations

from accounts.tenancy import ProtectTenants
from files.immutable import Immutable

# A published version is what customers ordered by: only its last day of validity and the end of
# its life may be filled in later, each once.
PUBLISHED = """
CREATE FUNCTION keep_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (to_jsonb(NEW) - ARRAY['valid', 'end_of_sale_on', 'end_of_life_on', 'successor_id'])
            = (to_jsonb(OLD) - ARRAY['valid', 'end_of_sale_on', 'end_of_life_on', 'successor_id'])
            AND (NEW.valid = OLD.valid
                 OR (upper_inf(OLD.valid) AND lower(NEW.valid) = lower(OLD.valid)))
            AND (OLD.end_of_sale_on IS NULL OR NEW.end_of_sale_on = OLD.end_of_sale_on)
            AND (OLD.end_of_life_on IS NULL OR NEW.end_of_life_on = OLD.end_of_life_on)
            AND (OLD.successor_id IS NULL OR NEW.successor_id = OLD.successor_id)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% refused: a published version stays as it is', TG_OP
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON services_offeringversion
    FOR EACH ROW EXECUTE FUNCTION keep_published_version();
"""

# No document ever changes the end of an agreement (rule 1): once the first end is set, it and
# what the later ends are computed from stay.
ENDS = """
CREATE FUNCTION keep_agreement_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.initial_end_on IS NOT NULL AND
        (NEW.initial_end_on, NEW.starts_on, NEW.term_months, NEW.renewal_months, NEW.notice_months)
        IS DISTINCT FROM
        (OLD.initial_end_on, OLD.starts_on, OLD.term_months, OLD.renewal_months, OLD.notice_months)
        OR OLD.ended_on IS NOT NULL AND NEW.ended_on IS DISTINCT FROM OLD.ended_on
    THEN
        RAISE EXCEPTION 'UPDATE refused: the end of an agreement never changes once it is set'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_end BEFORE UPDATE ON services_agreement
    FOR EACH ROW EXECUTE FUNCTION keep_agreement_end();
"""


class Migration(migrations.Migration):
    """Row-level security, ties to the own customer, and triggers."""

    dependencies: ClassVar = [("services", "0001_initial"), ("offices", "0002_protection")]
    operations: ClassVar = [
        ProtectTenants(
            "Agreement",
            "Service",
            "InventoryEntry",
            "ServicePeriod",
            "DevicePlan",
            "ServiceNumber",
            "Claim",
            "CancellationCase",
            "CaseAgreement",
        ),
        Immutable("InventoryEntry"),
        migrations.RunSQL(
            PUBLISHED,
            "DROP TRIGGER keep_published ON services_offeringversion;"
            "DROP FUNCTION keep_published_version();",
        ),
        migrations.RunSQL(
            ENDS,
            "DROP TRIGGER keep_end ON services_agreement; DROP FUNCTION keep_agreement_end();",
        ),
    ]
