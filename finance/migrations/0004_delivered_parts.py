"""What was delivered of an item that came to nothing else counts in the report, with its part."""

from importlib import import_module

from django.db import migrations

OLD = import_module("finance.migrations.0002_month_values")

# Those of three and two arguments stay beside them for the code of the release before.
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
DROP STATISTICS line_signed_what;
CREATE STATISTICS line_signed_what
    ON (signed_what(action, decision, status, delivered_quantity)) FROM macd_line;
"""
NO_WHAT = """
DROP STATISTICS line_signed_what;
DROP FUNCTION signed_worth(numeric, numeric, text, integer, integer);
DROP FUNCTION signed_what(text, text, text, integer);
CREATE STATISTICS line_signed_what ON (signed_what(action, decision, status)) FROM macd_line;
"""

TRIGGERS = """
DROP TRIGGER month_value_of_changed ON macd_line;

CREATE OR REPLACE FUNCTION finance_lines_added() RETURNS trigger
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

CREATE OR REPLACE FUNCTION finance_line_changed() RETURNS trigger
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

CREATE OR REPLACE FUNCTION finance_document_signed() RETURNS trigger
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

DELETE FROM finance_monthvalue;
INSERT INTO finance_monthvalue (first_on, what, share, worth, items)
SELECT signed_month(d.signed_at),
       signed_what(l.action, l.decision, l.status, l.delivered_quantity), 0,
       sum(signed_worth(l.price_after, l.price_before, l.status, l.delivered_quantity,
                        l.quantity)), count(*)
  FROM macd_line l JOIN macd_document d ON d.id = l.document_id
 WHERE d.signed_at IS NOT NULL
   AND signed_what(l.action, l.decision, l.status, l.delivered_quantity) IS NOT NULL
 GROUP BY 1, 2;
"""
NO_TRIGGERS = """
DROP TRIGGER month_value_of_changed ON macd_line;
DROP TRIGGER month_value_of_removed ON macd_line;
DROP TRIGGER month_value_of_signed ON macd_document;
DROP TRIGGER month_value_of_added ON macd_line;
DROP FUNCTION finance_document_signed();
DROP FUNCTION finance_line_changed();
DROP FUNCTION finance_lines_added();
DROP FUNCTION finance_add_value(date, text, numeric, integer);
DELETE FROM finance_monthvalue;
"""
CLOSED = "REVOKE ALL ON FUNCTION finance_add_value(date, text, numeric, integer) FROM PUBLIC"


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0003_exports"),
        ("macd", "0013_delivered_parts"),
    ]

    operations = [
        migrations.RunSQL(sql=WHAT, reverse_sql=NO_WHAT),
        migrations.RunSQL(sql=TRIGGERS, reverse_sql=[NO_TRIGGERS, OLD.COUNT, CLOSED]),
    ]
