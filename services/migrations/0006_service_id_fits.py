"""A service id stands in addresses; the database refuses one that cannot.

What is recorded already is not looked at: an id that does not fit stays until it is corrected.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0005_constraints_in_words")]

    operations = [
        AddConstraintNotValid(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("service_id__regex", "^(?=.*[0-9])[A-Za-z0-9+][A-Za-z0-9 ._:+-]{0,39}$")
                ),
                name="service_id_fits_an_address",
                violation_error_code="service_id",
                violation_error_message=(
                    "Give a service id of at most 40 letters, digits, blanks and . _ : + -"
                    " with a digit in it."
                ),
            ),
        ),
    ]
