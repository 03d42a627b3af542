"""Month by month what signed documents add, change and end, kept by the database itself."""

from django.conf import settings
from django.db import migrations, models

# What an item counts as in the report: null for one that came to nothing, or changes nothing.
WHAT = """
CREATE FUNCTION signed_what(action text, decision text, status text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN action = 'no_change' OR status IN ('withdrawn', 'superseded', 'failed')
                THEN NULL
                WHEN decision IN ('move', 'replace') THEN 'changed'
                WHEN action = 'add' THEN 'added'
                WHEN action = 'delete' THEN 'ended'
                ELSE 'changed' END
$$;
CREATE FUNCTION signed_worth(price_after numeric, price_before numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT round(coalesce(price_after, 0) - coalesce(price_before, 0), 2)
$$;
CREATE FUNCTION signed_month(signed_at timestamptz) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT date_trunc('month', signed_at AT TIME ZONE 'Europe/Brussels')::date
$$;
-- How many items count as each thing, for the planner: pages of one figure are read in order.
CREATE STATISTICS line_signed_what ON (signed_what(action, decision, status)) FROM macd_line;
"""
NO_WHAT = """
DROP STATISTICS line_signed_what;
DROP FUNCTION signed_month(timestamptz);
DROP FUNCTION signed_worth(numeric, numeric);
DROP FUNCTION signed_what(text, text, text);
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
               signed_what(l.action, l.decision, l.status) AS counted,
               sum(signed_worth(l.price_after, l.price_before)) AS amount,
               count(*)::integer AS number
          FROM added l JOIN macd_document d ON d.id = l.document_id
         WHERE d.signed_at IS NOT NULL
           AND signed_what(l.action, l.decision, l.status) IS NOT NULL
         GROUP BY 1, 2 ORDER BY 1, 2) sums;
    RETURN NULL;
END $$;
CREATE TRIGGER month_value_of_added AFTER INSERT ON macd_line
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION finance_lines_added();

CREATE FUNCTION finance_line_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month date;
BEGIN
    SELECT signed_month(signed_at) INTO month FROM macd_document WHERE id = OLD.document_id;
    IF month IS NULL THEN
        RETURN NULL;
    END IF;
    IF signed_what(OLD.action, OLD.decision, OLD.status) IS NOT NULL THEN
        PERFORM finance_add_value(month, signed_what(OLD.action, OLD.decision, OLD.status),
                                  -signed_worth(OLD.price_after, OLD.price_before), -1);
    END IF;
    IF TG_OP = 'UPDATE' AND signed_what(NEW.action, NEW.decision, NEW.status) IS NOT NULL THEN
        PERFORM finance_add_value(month, signed_what(NEW.action, NEW.decision, NEW.status),
                                  signed_worth(NEW.price_after, NEW.price_before), 1);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER month_value_of_changed
    AFTER UPDATE OF action, decision, status, price_after, price_before ON macd_line FOR EACH ROW
    WHEN (signed_what(OLD.action, OLD.decision, OLD.status)
          IS DISTINCT FROM signed_what(NEW.action, NEW.decision, NEW.status)
          OR signed_worth(OLD.price_after, OLD.price_before)
          IS DISTINCT FROM signed_worth(NEW.price_after, NEW.price_before))
    EXECUTE FUNCTION finance_line_changed();
CREATE TRIGGER month_value_of_removed AFTER DELETE ON macd_line FOR EACH ROW
    EXECUTE FUNCTION finance_line_changed();

CREATE FUNCTION finance_document_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM finance_add_value(signed_month(at.signed_at), counted, at.sign * amount,
                              at.sign * number)
       FROM (VALUES (OLD.signed_at, -1), (NEW.signed_at, 1)) AS at (signed_at, sign),
            (SELECT signed_what(action, decision, status) AS counted,
                    sum(signed_worth(price_after, price_before)) AS amount,
                    count(*)::integer AS number
               FROM macd_line WHERE document_id = NEW.id
                AND signed_what(action, decision, status) IS NOT NULL GROUP BY 1 ORDER BY 1) sums
      WHERE at.signed_at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER month_value_of_signed AFTER UPDATE OF signed_at ON macd_document FOR EACH ROW
    WHEN (OLD.signed_at IS DISTINCT FROM NEW.signed_at)
    EXECUTE FUNCTION finance_document_signed();

INSERT INTO finance_monthvalue (first_on, what, share, worth, items)
SELECT signed_month(d.signed_at), signed_what(l.action, l.decision, l.status), 0,
       sum(signed_worth(l.price_after, l.price_before)), count(*)
  FROM macd_line l JOIN macd_document d ON d.id = l.document_id
 WHERE d.signed_at IS NOT NULL AND signed_what(l.action, l.decision, l.status) IS NOT NULL
 GROUP BY 1, 2;
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

# What the provider earns is no customer's business: only staff read it, and nobody writes it.
WALL = f"""
REVOKE ALL ON FUNCTION finance_add_value(date, text, numeric, integer) FROM PUBLIC;
ALTER TABLE finance_monthvalue ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON finance_monthvalue FOR SELECT TO "{settings.STAFF_ROLE}" USING (true);
"""
NO_WALL = """
DROP POLICY staff ON finance_monthvalue;
ALTER TABLE finance_monthvalue DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0001_initial"),
        ("macd", "0010_ported_numbers"),
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
        migrations.RunSQL(sql=WHAT, reverse_sql=NO_WHAT),
        migrations.RunSQL(sql=COUNT, reverse_sql=NO_COUNT),
        migrations.RunSQL(sql=WALL, reverse_sql=NO_WALL),
    ]
