"""Finance's letters, lines and calls, and what each month's signed documents are worth."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.atonce import at_once
from accounts.tenancy import ProtectTenants

# What an item counts as in the report: null for one that came to nothing, or changes nothing; one
# of which a part was delivered counts with that part.
WHAT = """
CREATE FUNCTION signed_what(action text, decision text, status text, delivered integer)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN action = 'no_change' OR status = 'superseded'
                  OR (status IN ('withdrawn', 'failed') AND delivered = 0)
                THEN NULL
                WHEN decision IN ('move', 'replace') THEN 'changed'
                WHEN action = 'add' THEN 'added'
                WHEN action = 'delete' THEN 'ended'
                ELSE 'changed' END
$$;
CREATE FUNCTION signed_worth(price_after numeric, price_before numeric, status text,
                             delivered integer, quantity integer)
RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT round((coalesce(price_after, 0) - coalesce(price_before, 0))
                 * CASE WHEN status IN ('withdrawn', 'failed') THEN delivered ELSE quantity END
                 / nullif(quantity, 0), 2)
$$;
CREATE FUNCTION signed_month(signed_at timestamptz) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT date_trunc('month', signed_at AT TIME ZONE 'Europe/Brussels')::date
$$;
-- How many items count as each thing, for the planner: pages of one figure are read in order.
CREATE STATISTICS line_signed_what
    ON (signed_what(action, decision, status, delivered_quantity)) FROM macd_line;
"""
NO_WHAT = """
DROP STATISTICS line_signed_what;
DROP FUNCTION signed_month(timestamptz);
DROP FUNCTION signed_worth(numeric, numeric, text, integer, integer);
DROP FUNCTION signed_what(text, text, text, integer);
"""

# Each connection adds to rows of its own, so that two signatures never wait for each other. The
# functions run as the owner: the application may read the figures, and nobody writes them.
COUNT = """
CREATE FUNCTION finance_add_value(month date, counted text, amount numeric, number integer)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO finance_monthvalue AS kept (first_on, what, share, worth, items)
    VALUES (month, counted, pg_backend_pid() % 64, amount, number)
    ON CONFLICT (first_on, what, share)
    DO UPDATE SET worth = kept.worth + EXCLUDED.worth, items = kept.items + EXCLUDED.items
$$;

CREATE FUNCTION finance_lines_added() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM finance_add_value(month, counted, amount, number) FROM (
        SELECT signed_month(d.signed_at) AS month,
               signed_what(l.action, l.decision, l.status, l.delivered_quantity) AS counted,
               sum(signed_worth(l.price_after, l.price_before, l.status, l.delivered_quantity,
                                l.quantity)) AS amount,
               count(*)::integer AS number
          FROM added l JOIN macd_document d ON d.id = l.document_id
         WHERE d.signed_at IS NOT NULL
           AND signed_what(l.action, l.decision, l.status, l.delivered_quantity) IS NOT NULL
         GROUP BY 1, 2 ORDER BY 1, 2) sums;
    RETURN NULL;
END $$;
CREATE TRIGGER month_value_of_added AFTER INSERT ON macd_line
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION finance_lines_added();

CREATE FUNCTION finance_line_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month date;
    counted text;
BEGIN
    SELECT signed_month(signed_at) INTO month FROM macd_document WHERE id = OLD.document_id;
    IF month IS NULL THEN
        RETURN NULL;
    END IF;
    counted := signed_what(OLD.action, OLD.decision, OLD.status, OLD.delivered_quantity);
    IF counted IS NOT NULL THEN
        PERFORM finance_add_value(month, counted,
            -signed_worth(OLD.price_after, OLD.price_before, OLD.status, OLD.delivered_quantity,
                          OLD.quantity), -1);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN NULL;
    END IF;
    counted := signed_what(NEW.action, NEW.decision, NEW.status, NEW.delivered_quantity);
    IF counted IS NOT NULL THEN
        PERFORM finance_add_value(month, counted,
            signed_worth(NEW.price_after, NEW.price_before, NEW.status, NEW.delivered_quantity,
                         NEW.quantity), 1);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER month_value_of_changed
    AFTER UPDATE OF action, decision, status, price_after, price_before, quantity,
                    delivered_quantity ON macd_line FOR EACH ROW
    WHEN (signed_what(OLD.action, OLD.decision, OLD.status, OLD.delivered_quantity)
          IS DISTINCT FROM
          signed_what(NEW.action, NEW.decision, NEW.status, NEW.delivered_quantity)
          OR signed_worth(OLD.price_after, OLD.price_before, OLD.status, OLD.delivered_quantity,
                          OLD.quantity)
          IS DISTINCT FROM
          signed_worth(NEW.price_after, NEW.price_before, NEW.status, NEW.delivered_quantity,
                       NEW.quantity))
    EXECUTE FUNCTION finance_line_changed();
CREATE TRIGGER month_value_of_removed AFTER DELETE ON macd_line FOR EACH ROW
    EXECUTE FUNCTION finance_line_changed();

CREATE FUNCTION finance_document_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM finance_add_value(signed_month(at.signed_at), counted, at.sign * amount,
                              at.sign * number)
       FROM (VALUES (OLD.signed_at, -1), (NEW.signed_at, 1)) AS at (signed_at, sign),
            (SELECT signed_what(action, decision, status, delivered_quantity) AS counted,
                    sum(signed_worth(price_after, price_before, status, delivered_quantity,
                                     quantity)) AS amount,
                    count(*)::integer AS number
               FROM macd_line WHERE document_id = NEW.id
                AND signed_what(action, decision, status, delivered_quantity) IS NOT NULL
              GROUP BY 1 ORDER BY 1) sums
      WHERE at.signed_at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER month_value_of_signed AFTER UPDATE OF signed_at ON macd_document FOR EACH ROW
    WHEN (OLD.signed_at IS DISTINCT FROM NEW.signed_at)
    EXECUTE FUNCTION finance_document_signed();
"""
NO_COUNT = """
DROP TRIGGER month_value_of_signed ON macd_document;
DROP TRIGGER month_value_of_removed ON macd_line;
DROP TRIGGER month_value_of_changed ON macd_line;
DROP TRIGGER month_value_of_added ON macd_line;
DROP FUNCTION finance_document_signed();
DROP FUNCTION finance_line_changed();
DROP FUNCTION finance_lines_added();
DROP FUNCTION finance_add_value(date, text, numeric, integer);
"""

# What the provider earns is no customer's business: only staff read it, and nobody writes it. Sheets
# hold rows of all customers.
WALL = f"""
REVOKE ALL ON FUNCTION finance_add_value(date, text, numeric, integer) FROM PUBLIC;
ALTER TABLE finance_monthvalue ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON finance_monthvalue FOR SELECT TO "{settings.STAFF_ROLE}" USING (true);
ALTER TABLE finance_exportpart ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON finance_exportpart TO "{settings.STAFF_ROLE}" USING (true) WITH CHECK (true);
"""
NO_WALL = """
DROP POLICY staff ON finance_exportpart;
ALTER TABLE finance_exportpart DISABLE ROW LEVEL SECURITY;
DROP POLICY staff ON finance_monthvalue;
ALTER TABLE finance_monthvalue DISABLE ROW LEVEL SECURITY;
"""


@at_once
class Migration(migrations.Migration):
    initial = True

    # Databases that have all of these have this one.
    replaces = [
        ("finance", "0001_initial"),
        ("finance", "0002_month_values"),
        ("finance", "0003_exports"),
        ("finance", "0004_delivered_parts"),
        ("finance", "0005_call_backs"),
        ("finance", "0006_items_taken_out"),
    ]

    dependencies = [
        ("accounts", "0001_folded"),
        ("files", "0001_folded"),
        ("macd", "0001_folded"),
        ("services", "0001_folded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_on", models.DateField(verbose_name="month")),
                ("what", models.CharField(max_length=10, verbose_name="what")),
                ("share", models.PositiveSmallIntegerField(verbose_name="share")),
                (
                    "worth",
                    models.DecimalField(decimal_places=4, max_digits=18, verbose_name="a month"),
                ),
                ("items", models.IntegerField(verbose_name="items")),
            ],
            options={
                "verbose_name": "value of a month",
                "verbose_name_plural": "values of months",
                "ordering": ("first_on", "what", "share"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first_on", "what", "share"), name="one_value_per_share"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ("added", "changed", "ended"))),
                        name="month_value_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("done_at", models.DateTimeField(null=True, verbose_name="called at")),
                ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="called by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who wants to be called",
                    ),
                ),
            ],
            options={
                "verbose_name": "wish to be called",
                "verbose_name_plural": "wishes to be called",
                "ordering": ("asked_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None)),
                        fields=("customer", "person"),
                        name="one_open_wish_to_be_called",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None), ("outcome", "")),
                            models.Q(
                                ("done_at__isnull", False),
                                ("done_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="call_that_was_made_has_its_facts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                (
                    "code",
                    models.CharField(max_length=19, unique=True, verbose_name="verification code"),
                ),
                ("content_hash", models.CharField(max_length=64, verbose_name="content hash")),
                ("render_input", models.JSONField()),
                ("owed_at", models.DateTimeField(verbose_name="owed at")),
                ("made_at", models.DateTimeField(null=True, verbose_name="made at")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="services.cancellationcase",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "stored_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmation letter",
                "verbose_name_plural": "confirmation letters",
                "ordering": ("case", "-version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "version"), name="one_letter_per_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at", None), ("stored_file", None)),
                            models.Q(("made_at__isnull", False), ("stored_file__isnull", False)),
                            _connector="OR",
                        ),
                        name="made_letter_has_its_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("stop", "Stop"),
                            ("finish", "Finish"),
                            ("costed", "Stop and charge what was done"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=14, verbose_name="cost"
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line_decisions",
                        to="services.cancellationcase",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="macd.line",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about an open item",
                "verbose_name_plural": "decisions about open items",
                "ordering": ("case", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "line"), name="one_decision_per_open_item"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cost__gt", 0), ("decision", "costed")),
                            models.Q(("cost", 0), ("decision__in", ("stop", "finish"))),
                            _connector="OR",
                        ),
                        name="costed_item_has_a_cost",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("release", "Give it up"),
                            ("port_out", "Take it to another operator"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="number_decisions",
                        to="services.cancellationcase",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "number",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.servicenumber",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a number",
                "verbose_name_plural": "decisions about numbers",
                "ordering": ("case", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "number"), name="one_decision_per_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["release", "port_out"])),
                        name="number_decision_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField(verbose_name="place")),
                ("content", models.BinaryField(verbose_name="content")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="finance_parts",
                        to="services.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of an export",
                "verbose_name_plural": "parts of exports",
                "ordering": ("job", "place"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("job", "place"), name="one_export_part_per_place"
                    )
                ],
            },
        ),
        ProtectTenants(
            "CaseLetter",
            "CaseLine",
            "CaseNumber",
            "CallBack",
        ),
        migrations.RunSQL(WHAT, NO_WHAT),
        migrations.RunSQL(COUNT, NO_COUNT),
        migrations.RunSQL(WALL, NO_WALL),
    ]
