"""Numbers that come from another operator: how far they are, in their order only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.tenancy import ProtectTenants

# The table of macd.porting, kept by the database as well (a test compares them).
ONWARDS = """
CREATE FUNCTION macd_port_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state || ' ' || NEW.state) NOT IN (
        'asked checked', 'checked requested', 'requested confirmed', 'requested refused',
        'refused asked', 'confirmed ported', 'confirmed refused'
    ) THEN
        RAISE EXCEPTION 'numbers that are % do not become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER port_goes_on BEFORE UPDATE ON macd_numberport
    FOR EACH ROW EXECUTE FUNCTION macd_port_goes_on();
"""
BACK = """
DROP TRIGGER port_goes_on ON macd_numberport;
DROP FUNCTION macd_port_goes_on();
"""


class Migration(migrations.Migration):
    """Numbers on their way from another operator."""

    dependencies = [
        ("accounts", "0005_calendar_key"),
        ("macd", "0010_ported_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberPort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "To be checked"),
                            ("checked", "Checked"),
                            ("requested", "Asked of the other operator"),
                            ("refused", "Refused by the other operator"),
                            ("confirmed", "Date confirmed"),
                            ("ported", "Taken over"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "account_wrong",
                                "The customer number does not belong to these numbers",
                            ),
                            ("name_differs", "The numbers are in another company's name"),
                            ("number_unknown", "A number is not with that operator"),
                            ("range_incomplete", "The range is not asked for as a whole"),
                            (
                                "mandate_invalid",
                                "The mandate is missing, or not signed by the holder",
                            ),
                            ("other_request", "Another operator asked for them already"),
                            ("contract_block", "The numbers are blocked at that operator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("ported_on", models.DateField(blank=True, null=True)),
                ("updated_at", models.DateTimeField()),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="port",
                        to="macd.line",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["asked", "checked", "requested", "refused", "confirmed", "ported"],
                            )
                        ),
                        name="port_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "refusal__in",
                                    [
                                        "account_wrong",
                                        "name_differs",
                                        "number_unknown",
                                        "range_incomplete",
                                        "mandate_invalid",
                                        "other_request",
                                        "contract_block",
                                    ],
                                ),
                                ("state", "refused"),
                            ),
                            models.Q(
                                models.Q(("state", "refused"), _negated=True), ("refusal", "")
                            ),
                            _connector="OR",
                        ),
                        name="refused_port_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "ported"]), _negated=True),
                            ("confirmed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="confirmed_port_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ported_on__isnull", False), ("state", "ported")),
                            models.Q(
                                models.Q(("state", "ported"), _negated=True), ("ported_on", None)
                            ),
                            _connector="OR",
                        ),
                        name="ported_has_its_day",
                    ),
                ],
            },
        ),
        ProtectTenants("NumberPort"),
        migrations.RunSQL(ONWARDS, BACK),
    ]
