"""The values the parameters of the house start with."""

from datetime import date
from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2000, 1, 1)
DEFAULTS = {
    "acknowledge_business_days": 1,
    "decide_business_days": 2,
    "quote_business_days": 2,
    "lead_add_site_days": 30,
    "lead_add_nomadic_days": 0,
    "lead_change_remote_business_days": 3,
    "lead_change_visit_business_days": 10,
    "lead_move_days": 30,
    "lead_move_without_line_days": 42,
    "delete_notice_days": 30,
    "delete_withdraw_before_days": 6,
    "reminder_customer_business_days": 3,
    "timeout_customer_business_days": 20,
    "draft_days": 30,
    "price_validity_days": 30,
    "acceptance_business_days": 5,
    "agreement_term_months": 36,
    "agreement_renewal_months": 12,
    "agreement_notice_months": 3,
    "second_approval_threshold": "10000.00",
    "second_approval_discount_percent": "20",
    "months_left_without_agreement": 12,
    "small_company_workers": 9,
    "statutory_fee_months": 6,
    "statutory_notice_months": 1,
    "long_term_months": 24,
    "free_exit_days": 30,
    "amendment_date_business_days": 10,
    "amendment_silence_business_days": 10,
    "serviceability_days": 60,
    "temporary_return_days": 30,
    "same_again_minutes": 10,
    "business_day_starts": "09:00",
    "business_day_ends": "17:00",
}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every parameter its first value."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    using = parameters.using(schema_editor.connection.alias)
    using.bulk_create(
        parameters.model(code=code, value=value, valid=(SINCE, None))
        for code, value in DEFAULTS.items()
    )


def unload(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take all values away again."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    parameters.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    """Load the default values."""

    dependencies: ClassVar = [("services", "0002_protection")]
    operations: ClassVar = [migrations.RunPython(load, unload)]
